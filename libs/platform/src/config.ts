import { hostname } from 'node:os';
import { TRANSPORT_NAMES, type TransportName } from '#eventing';
import { type AuthConfig, readAuth } from './auth/auth-config.js';
import { readAuthority } from './certificate-authority.js';
import { type PeopleConfig, readPeople } from './people/people-config.js';
import type { RateLimitConfig } from './rate-limits.js';
import { ReachableAddresses } from './safe-fetch/reachable-addresses.js';
import { readTracing, type TracingConfig } from './tracing/tracing-config.js';

/** What a service reads from its environment. */
export interface ServiceConfig {
  port: number;
  host: string;
  databaseUrl: string;
  /** PEM of the authority of the database's certificate; with it TLS is insisted upon. */
  databaseCa: string | undefined;
  /** For single statements, and as many again for transactions. */
  databaseConnections: number;
  transports: TransportConfig;
  auth: AuthConfig;
  /** Under which people reach what the services show: cards at `/cards/<id>`, collections at `/collections/<id>`. */
  publicUrl: string;
  /** Origins whose pages may read the answers: `https://app.example.com`. */
  corsOrigins: readonly string[];
  /** Opens the routes under /admin; without it there are none. Never logged. */
  operatorToken: string | undefined;
  /** What may be reached for URLs that people wrote, and who reads them. */
  fetch: FetchConfig;
  /** Where it is asked how people are called; undefined where it is not. */
  people: PeopleConfig | undefined;
  rateLimits: RateLimitConfig;
  /** Events that the service may be behind by and still be ready; 0: however many. */
  maxLag: number;
  /** Stable over restarts: a restarted replica takes its own lanes over at once. */
  replica: string;
  logLevel: string;
  /** Without it nothing is traced. */
  tracing: TracingConfig | undefined;
}

/** What carries the events, and how to reach it; a URL is empty where its transport is not used. */
export interface TransportConfig {
  /** Each event is published to all of these: more than one only while a system moves from one to another. */
  publish: readonly TransportName[];
  consume: readonly TransportName[];
  natsUrl: string;
  natsNkeySeed: string | undefined;
  /** PEM of the authority of the servers' certificates; with it TLS is insisted upon. */
  natsCa: string | undefined;
  busDatabaseUrl: string;
  redisUrl: string;
  amqpUrl: string;
}

/** How this system reads the URLs of strangers. */
export interface FetchConfig {
  /** Whether pages are read at all in the background. */
  readsPages: boolean;
  reachable: ReachableAddresses;
  userAgent: string;
}

/** As it stands in a header. */
const OPERATOR_TOKEN = /^[\x21-\x7e]{32,}$/;

/** Reserved, so that nobody's pages are taken for ours where no address was given. */
const NO_PUBLIC_URL = 'https://commonplace.example';

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'invalid-config';
}

/**
 * Reads and checks a service's environment.
 *
 * @throws ConfigError with every problem found, one a line.
 */
export function readConfig(name: string, env: NodeJS.ProcessEnv): ServiceConfig {
  const problems: string[] = [];
  const required = (key: string, hint: string): string => {
    const value = env[key];
    if (value !== undefined && value !== '') return value;
    problems.push(`${key} is not set: ${hint}`);
    return '';
  };
  const integer = (key: string, fallback: number, min: number, max: number): number => {
    const value = env[key];
    if (value === undefined || value === '') return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    problems.push(`${key} must be a whole number from ${String(min)} to ${String(max)}, not "${value}"`);
    return fallback;
  };

  const transports = (key: string, fallback: readonly TransportName[]): readonly TransportName[] => {
    const value = env[key];
    if (value === undefined || value === '') return fallback;
    return [...new Set(value.split(','))].flatMap((part) => {
      const known = TRANSPORT_NAMES.find((name) => name === part.trim());
      if (known !== undefined) return known;
      problems.push(`${key} must name ${TRANSPORT_NAMES.join(', ')} (several with commas), not "${part}"`);
      return [];
    });
  };

  const publish = transports('EVENT_TRANSPORT', ['nats']);
  const consume = transports('EVENT_TRANSPORT_CONSUME', publish);
  const urlOf = (transport: TransportName, key: string, hint: string): string =>
    publish.includes(transport) || consume.includes(transport) ? required(key, hint) : '';
  const auth = readAuth(env, problems);
  const operatorToken = env['OPERATOR_TOKEN'] === '' ? undefined : env['OPERATOR_TOKEN'];
  if (operatorToken !== undefined && !OPERATOR_TOKEN.test(operatorToken)) {
    problems.push(
      'OPERATOR_TOKEN must be at least 32 characters without spaces: openssl rand -hex 32 makes one',
    );
  }
  const publicUrl = env['PUBLIC_URL'] ?? NO_PUBLIC_URL;
  if (!/^https?:\/\//u.test(publicUrl) || !URL.canParse(publicUrl)) {
    problems.push(`PUBLIC_URL must be an http or https URL, not "${publicUrl}"`);
  }
  const reachableAddresses = (): ReachableAddresses => {
    const entries = (env['FETCH_ALLOW_ADDRESSES'] ?? '').split(',').map((entry) => entry.trim());
    try {
      return new ReachableAddresses(entries.filter((entry) => entry !== ''));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(`FETCH_ALLOW_ADDRESSES must name addresses and CIDR ranges: ${error.message}`);
      return new ReachableAddresses();
    }
  };
  const metadataFetch = env['METADATA_FETCH'] ?? 'off';
  if (metadataFetch !== 'on' && metadataFetch !== 'off') {
    problems.push(`METADATA_FETCH must be "on" or "off", not "${metadataFetch}"`);
  }
  const config: ServiceConfig = {
    port: integer('PORT', 0, 0, 65_535),
    host: env['HOST'] ?? '::',
    databaseUrl: required('DATABASE_URL', "the URL of the service's own role, postgres://…"),
    databaseCa: readAuthority('DATABASE_CA', env, problems),
    databaseConnections: integer('DATABASE_CONNECTIONS', 12, 2, 100),
    transports: {
      publish,
      consume,
      natsUrl: urlOf('nats', 'NATS_URL', 'nats://host:port, those of a cluster with commas'),
      natsNkeySeed: env['NATS_NKEY_SEED'],
      natsCa: readAuthority('NATS_CA', env, problems),
      busDatabaseUrl: urlOf(
        'postgres',
        'BUS_DATABASE_URL',
        "the URL of the service's role on the bus, postgres://…",
      ),
      amqpUrl: urlOf('rabbitmq', 'AMQP_URL', 'amqp://user:password@host:port/vhost'),
      redisUrl: urlOf('redis', 'REDIS_URL', 'redis://user:password@host:port'),
    },
    auth,
    publicUrl,
    corsOrigins: originsOf(env['CORS_ORIGINS'] ?? '', problems),
    operatorToken,
    fetch: {
      readsPages: metadataFetch === 'on',
      reachable: reachableAddresses(),
      userAgent: `Commonplace (+${publicUrl})`,
    },
    people: readPeople(env, auth, problems),
    rateLimits: {
      reads: integer('RATE_LIMIT_READS', 0, 0, 1_000_000),
      writes: integer('RATE_LIMIT_WRITES', 0, 0, 1_000_000),
      addressHeader: env['CLIENT_ADDRESS_HEADER']?.toLowerCase(),
    },
    maxLag: integer('READY_MAX_LAG', 0, 0, 1_000_000_000),
    replica: env['REPLICA_NAME'] ?? env['FLY_MACHINE_ID'] ?? `${name}-${hostname()}-${String(process.pid)}`,
    logLevel: env['LOG_LEVEL'] ?? 'info',
    tracing: readTracing(env, problems),
  };
  if (problems.length > 0)
    throw new ConfigError(`The ${name} service can not start:\n  ${problems.join('\n  ')}`);
  return config;
}

function originsOf(value: string, problems: string[]): string[] {
  const origins = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    problems.push(
      `CORS_ORIGINS must name origins (https://app.example.com, several with commas), not "${origin}"`,
    );
  }
  return origins;
}
