/** The whole system on one machine: Postgres, nats-server, and the services as processes from the build. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { keepIdentities, identityOf } from '../nats/identities.mjs';
import { provisionNats } from '../nats/provision.mjs';
import { provisionPostgres, SERVICES } from '../postgres/provision.mjs';
import { ROOT } from './paths.mjs';
import { startNats } from './servers/nats.mjs';
import { startPostgres } from './servers/postgres.mjs';
import { ProcessRecord } from './servers/process-record.mjs';
import { reasonOf, StartError } from './servers/processes.mjs';
import { startService } from './servers/service.mjs';

export { SERVICES };

/**
 * @typedef {import('./servers/postgres.mjs').PostgresServer | import('./servers/nats.mjs').NatsServer
 *   | import('./servers/service.mjs').ServiceProcess} Part
 */

/**
 * @typedef {object} SystemOptions
 * @property {string} dataDir Everything it keeps is in it.
 * @property {import('./servers/find-nats.mjs').NatsProgram} nats
 * @property {(line: string) => void} log
 * @property {boolean} [durable] `false`: the disk is not waited for.
 * @property {Record<string, number>} [ports] Preferred ones: `postgres`, `nats`, `natsMonitor`, and by service.
 * @property {NodeJS.ProcessEnv} [env] More for every service, such as LOG_LEVEL.
 * @property {(service: string, env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv | Promise<NodeJS.ProcessEnv>} [envOf]
 *   Has the last word on what a service is started with: its servers' addresses among it.
 */

/**
 * Started part by part; `stop` ends whatever part of it runs, also in the middle of a start.
 */
export class System {
  #options;
  #record;
  #stopping = false;
  /** @type {import('./servers/postgres.mjs').PostgresServer | undefined} */
  #postgres;
  /** @type {import('./servers/nats.mjs').NatsServer | undefined} */
  #nats;
  /** @type {Map<string, import('./servers/service.mjs').ServiceProcess>} */
  #services = new Map();
  /** @type {Record<string, string>} */
  #databaseUrls = {};

  /** @param {SystemOptions} options */
  constructor(options) {
    this.#options = options;
    this.#record = new ProcessRecord(join(options.dataDir, 'processes'));
  }

  /** @throws StartError with the reason; what was started by then still runs until `stop`. */
  async start() {
    const { dataDir, nats: program, log, ports = {} } = this.#options;
    const common = { log, record: this.#record };
    const identities = keepIdentities(join(dataDir, 'secrets', 'identities.json'));
    this.#goOn('PostgreSQL');
    this.#postgres = await startPostgres({
      ...common,
      dataDir: join(dataDir, 'postgres'),
      logFile: this.#logFile('postgres'),
      durable: this.#options.durable ?? true,
      ...optional('port', ports['postgres']),
    });
    this.#goOn('nats-server');
    this.#nats = await startNats({
      ...common,
      dataDir: join(dataDir, 'nats'),
      logFile: this.#logFile('nats'),
      program,
      identities,
      ...optional('port', ports['nats']),
      ...optional('monitorPort', ports['natsMonitor']),
    });
    this.#goOn('roles, schemas, stream and consumers');
    const passwords = keepPasswords(join(dataDir, 'secrets', 'passwords.json'));
    this.#databaseUrls = await provisionPostgres({
      adminUrl: this.#postgres.url,
      passwordOf: (service) => passwords[service] ?? '',
    });
    await provisionNats({ url: this.#nats.url, seed: identityOf(identities, 'operator').seed });
    this.#goOn('migrations');
    await Promise.all(SERVICES.map((service) => this.#migrate(service)));
    this.#goOn('services');
    const natsUrl = this.#nats.url;
    await Promise.all(
      SERVICES.map(async (name) => {
        const env = {
          ...this.#options.env,
          DATABASE_URL: this.databaseUrl(name),
          EVENT_TRANSPORT: 'nats',
          NATS_URL: natsUrl,
          NATS_NKEY_SEED: identityOf(identities, name).seed,
          AUTH_MODE: 'development',
          REPLICA_NAME: `${name}-1`,
        };
        const service = await startService({
          name,
          root: ROOT,
          record: this.#record,
          logFile: this.#logFile(name),
          ...optional('port', ports[name]),
          env: (await this.#options.envOf?.(name, env)) ?? env,
        });
        this.#services.set(name, service);
      }),
    );
  }

  get postgres() {
    return started(this.#postgres, 'PostgreSQL');
  }

  get nats() {
    return started(this.#nats, 'nats-server');
  }

  /** @param {string} name */
  service(name) {
    return started(this.#services.get(name), name);
  }

  /**
   * Of the service's own role.
   * @param {string} service
   */
  databaseUrl(service) {
    return started(this.#databaseUrls[service], `${service}'s database`);
  }

  /** What runs, by name: the services, then what they need. */
  parts() {
    /** @type {Map<string, Part>} */
    const parts = new Map(this.#services);
    if (this.#nats) parts.set('nats', this.#nats);
    if (this.#postgres) parts.set('postgres', this.#postgres);
    return parts;
  }

  /** Services first, so that they can still give back and commit; then the broker, then the database. */
  async stop() {
    this.#stopping = true;
    await Promise.all([...this.#services.values()].map((service) => service.stop()));
    await this.#nats?.stop();
    await this.#postgres?.stop();
    await this.#record.stopAll();
  }

  /** As `stop`, at once and without asking. */
  async kill() {
    this.#stopping = true;
    await Promise.all([...this.parts().values()].map((part) => part.kill()));
    await this.#record.stopAll();
  }

  /** @param {string} what is about to be started */
  #goOn(what) {
    if (this.#stopping) throw new StartError('stopped', `Stopped before ${what}.`);
    this.#options.log(`Starting ${what}`);
  }

  /** @param {string} name */
  #logFile(name) {
    return join(this.#options.dataDir, 'logs', `${name}.log`);
  }

  /** @param {string} service */
  async #migrate(service) {
    const entry = join(ROOT, 'dist', 'services', service, 'src', 'migrate.js');
    try {
      await promisify(execFile)(process.execPath, ['--enable-source-maps', entry], {
        cwd: ROOT,
        env: { ...process.env, DATABASE_URL: this.databaseUrl(service) },
      });
    } catch (error) {
      throw new StartError('migration-failed', `The migrations of ${service} failed:\n${reasonOf(error)}`);
    }
  }
}

/**
 * @template T
 * @param {T | undefined} part
 * @param {string} name
 */
function started(part, name) {
  if (part === undefined) throw new StartError('not-started', `${name} is not started.`);
  return part;
}

/**
 * @template {string} K
 * @param {K} key
 * @param {number | undefined} value
 * @returns {Partial<Record<K, number>>}
 */
function optional(key, value) {
  return value === undefined ? {} : /** @type {Partial<Record<K, number>>} */ ({ [key]: value });
}

/**
 * @param {string} file
 * @returns {Record<string, string>} each service's, made once
 */
function keepPasswords(file) {
  /** @type {Record<string, string>} */
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const all = Object.fromEntries(
    SERVICES.map((service) => [service, known[service] ?? randomBytes(18).toString('base64url')]),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  return all;
}
