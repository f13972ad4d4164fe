import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { ROOT } from '../../infra/dev/paths.mjs';
import { SERVICES } from '../../infra/dev/system.mjs';
import { type ServiceProcess, startService } from '../../infra/dev/servers/service.mjs';
import { NatsBroker } from '../support/brokers/nats.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { runRecord, testFolder } from '../support/run.js';

/** Which code a process runs: that of before, or that of this checkout. */
export type Version = 'old' | 'new';

/** One system whose services may run in two versions at once, on one database and one broker. */
export class SideBySide {
  readonly sql: Sql;
  readonly #roots: Record<Version, string>;
  readonly #database: TestDatabase;
  readonly #broker: NatsBroker;
  readonly #folder = testFolder('upgrade');
  readonly #running = new Map<string, ServiceProcess>();

  private constructor(roots: Record<Version, string>, database: TestDatabase, broker: NatsBroker) {
    this.#roots = roots;
    this.#database = database;
    this.#broker = broker;
    this.sql = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
  }

  /** Everything in the old version, migrated and ready. */
  static async start(oldRoot: string): Promise<SideBySide> {
    const database = await createTestDatabase();
    const broker = await NatsBroker.start({
      folder: testFolder('nats'),
      record: runRecord(),
      durable: false,
    });
    const system = new SideBySide({ old: oldRoot, new: ROOT }, database, broker);
    for (const service of SERVICES) {
      await system.migrate(service, 'old');
      await system.open(service, 'old');
    }
    return system;
  }

  /** The processes of a service that take requests now. */
  urlsOf(service: string): string[] {
    return [...this.#running].flatMap(([key, { url }]) => (key.startsWith(`${service}-`) ? [url] : []));
  }

  /** @returns what the command printed: how many migrations it applied. */
  async migrate(service: string, version: Version): Promise<string> {
    const entry = join('dist', 'services', service, 'migrate.js');
    const { stdout } = await promisify(execFile)(process.execPath, [entry], {
      cwd: this.#roots[version],
      env: { PATH: process.env['PATH'], DATABASE_URL: this.#database.urlOf(service) },
    });
    return stdout;
  }

  async open(service: string, version: Version): Promise<void> {
    const process = await startService({
      name: service,
      root: this.#roots[version],
      record: runRecord(),
      logFile: join(this.#folder, `${service}-${version}.log`),
      env: {
        DATABASE_URL: this.#database.urlOf(service),
        ...this.#broker.environmentOf(service),
        AUTH_MODE: 'development',
        LOG_LEVEL: 'warn',
        REPLICA_NAME: `${service}-${version}`,
      },
    });
    this.#running.set(`${service}-${version}`, process);
  }

  /** As a deployment ends a machine: it is told, and given its time. */
  async close(service: string, version: Version): Promise<void> {
    const key = `${service}-${version}`;
    const process = this.#running.get(key);
    this.#running.delete(key);
    await process?.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((process) => process.stop()));
    await this.sql.end({ timeout: 1 });
    await this.#broker.stop();
    await this.#database.drop();
  }
}
