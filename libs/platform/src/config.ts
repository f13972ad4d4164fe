import { hostname } from 'node:os';

/** What a service reads from its environment. */
export interface ServiceConfig {
  port: number;
  host: string;
  databaseUrl: string;
  /** For single statements, and as many again for transactions. */
  databaseConnections: number;
  transport: 'nats';
  natsUrl: string;
  natsNkeySeed: string | undefined;
  authMode: AuthMode;
  /** Opens the routes under /admin; without it there are none. Never logged. */
  operatorToken: string | undefined;
  /** Stable over restarts: a restarted replica takes its own lanes over at once. */
  replica: string;
  logLevel: string;
}

/** As it stands in a header. */
const OPERATOR_TOKEN = /^[\x21-\x7e]{32,}$/;

/** Who says who a request is from. Real authentication will be a second mode. */
export type AuthMode = 'development';

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

  const transport = env['EVENT_TRANSPORT'] ?? 'nats';
  if (transport !== 'nats') problems.push(`EVENT_TRANSPORT must be "nats", not "${transport}"`);
  const authMode = required('AUTH_MODE', 'say "development" to let each request name its own identity');
  if (authMode !== '' && authMode !== 'development')
    problems.push(`AUTH_MODE must be "development", not "${authMode}"`);
  if (authMode === 'development' && env['NODE_ENV'] === 'production') {
    problems.push('AUTH_MODE=development lets anybody be anybody and is refused while NODE_ENV=production');
  }
  const operatorToken = env['OPERATOR_TOKEN'] === '' ? undefined : env['OPERATOR_TOKEN'];
  if (operatorToken !== undefined && !OPERATOR_TOKEN.test(operatorToken)) {
    problems.push(
      'OPERATOR_TOKEN must be at least 32 characters without spaces: openssl rand -hex 32 makes one',
    );
  }
  const config: ServiceConfig = {
    port: integer('PORT', 0, 0, 65_535),
    host: env['HOST'] ?? '::',
    databaseUrl: required('DATABASE_URL', "the URL of the service's own role, postgres://…"),
    databaseConnections: integer('DATABASE_CONNECTIONS', 12, 2, 100),
    transport: 'nats',
    natsUrl: required('NATS_URL', 'nats://host:port'),
    natsNkeySeed: env['NATS_NKEY_SEED'],
    authMode: 'development',
    operatorToken,
    replica: env['REPLICA_NAME'] ?? env['FLY_MACHINE_ID'] ?? `${name}-${hostname()}-${String(process.pid)}`,
    logLevel: env['LOG_LEVEL'] ?? 'info',
  };
  if (problems.length > 0)
    throw new ConfigError(`The ${name} service can not start:\n  ${problems.join('\n  ')}`);
  return config;
}
