/** The whole system on one machine: Postgres, a broker, and the services as processes from the build. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { provisionPostgres, SERVICES } from '../postgres/provision.mjs';
import { startBroker } from './brokers/index.mjs';
import { keepPasswords } from './passwords.mjs';
import { ROOT } from './paths.mjs';
import { startPostgres } from './servers/postgres.mjs';
import { ProcessRecord } from './servers/process-record.mjs';
import { optional, reasonOf, StartError } from './servers/processes.mjs';
import { startService } from './servers/service.mjs';
import { keepOperatorToken } from './state.mjs';

export { SERVICES };

/**
 * @typedef {import('./servers/postgres.mjs').PostgresServer | import('./brokers/broker.mjs').BrokerServer
 *   | import('./servers/service.mjs').ServiceProcess} Part
 */

/**
 * @typedef {object} SystemOptions
 * @property {string} dataDir Everything it keeps is in it.
 * @property {import('./brokers/index.mjs').TransportPlan} transports
 * @property {(line: string) => void} log
 * @property {boolean} [durable] `false`: the disk is not waited for.
 * @property {Record<string, number>} [ports] Preferred ones: `postgres`, by service, and the brokers' own.
 * @property {string} [root] The checkout whose build is started; this one unless said.
 * @property {NodeJS.ProcessEnv} [env] More for every service, such as LOG_LEVEL.
 * @property {typeof startBroker} [startBroker] Starts a broker in another way: as a cluster.
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
  /** @type {Map<string, import('./brokers/broker.mjs').Broker>} */
  #brokers = new Map();
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
    const { dataDir, transports, log, ports = {}, durable = true } = this.#options;
    const start = this.#options.startBroker ?? startBroker;
    const common = { log, record: this.#record, durable };
    this.#goOn('PostgreSQL');
    this.#postgres = await startPostgres({
      ...common,
      dataDir: join(dataDir, 'postgres'),
      logFile: this.#logFile('postgres'),
      ...optional('port', ports['postgres']),
    });
    this.#goOn('roles and schemas');
    const passwords = keepPasswords(join(dataDir, 'secrets', 'passwords.json'), SERVICES);
    this.#databaseUrls = await provisionPostgres({
      adminUrl: this.#postgres.url,
      passwordOf: (service) => passwords[service] ?? '',
    });
    for (const name of new Set([...transports.publish, ...transports.consume])) {
      this.#goOn(`the ${name} transport`);
      const broker = await start(name, {
        ...common,
        dataDir,
        program: transports.programs[name],
        postgresUrl: this.#postgres.url,
        ports,
        logFileOf: (server) => this.#logFile(server),
      });
      this.#brokers.set(name, broker);
    }
    this.#goOn('migrations');
    await Promise.all(SERVICES.map((service) => this.#migrate(service)));
    this.#goOn('services');
    const operatorToken = keepOperatorToken(dataDir);
    await Promise.all(
      SERVICES.map(async (name) => {
        const env = {
          ...this.#options.env,
          DATABASE_URL: this.databaseUrl(name),
          ...this.environmentOf(name, transports),
          AUTH_MODE: 'development',
          OPERATOR_TOKEN: operatorToken,
          REPLICA_NAME: `${name}-1`,
        };
        const service = await startService({
          name,
          root: this.#options.root ?? ROOT,
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

  /** Those that are in use, by name. @returns {ReadonlyMap<string, import('./brokers/broker.mjs').Broker>} */
  get brokers() {
    return this.#brokers;
  }

  /**
   * What a service needs to use these transports, of those that run here.
   * @param {string} service
   * @param {Pick<import('./brokers/index.mjs').TransportPlan, 'publish' | 'consume'>} transports
   * @returns {Record<string, string>}
   */
  environmentOf(service, { publish, consume }) {
    return Object.assign(
      { EVENT_TRANSPORT: publish.join(','), EVENT_TRANSPORT_CONSUME: consume.join(',') },
      ...[...this.#brokers.values()].map((broker) => broker.environmentOf(service)),
    );
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
    for (const [name, { server }] of this.#brokers) if (server) parts.set(name, server);
    if (this.#postgres) parts.set('postgres', this.#postgres);
    return parts;
  }

  /** Services first, so that they can still give back and commit; then the broker, then the database. */
  async stop() {
    this.#stopping = true;
    await Promise.all([...this.#services.values()].map((service) => service.stop()));
    await Promise.all([...this.#brokers.values()].map(async ({ server }) => server?.stop()));
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
    const { root = ROOT } = this.#options;
    const entry = join(root, 'dist', 'services', service, 'migrate.js');
    try {
      await promisify(execFile)(process.execPath, ['--enable-source-maps', entry], {
        cwd: root,
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
