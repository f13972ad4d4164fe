import postgres from 'postgres';

/** A unique key refused the row; `constraint` narrows it to one key or index by name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const refused = postgresErrorOf(error);
  return refused?.code === '23505' && (constraint === undefined || refused.constraint_name === constraint);
}

/** The connection was lost in the middle of the transaction; the server has rolled it back, or never began it. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  /** As the client's own, so that it is known for what it is. */
  readonly code = 'CONNECTION_CLOSED';

  constructor(cause?: unknown) {
    super('The connection could not be made, or was lost in the middle of the transaction', { cause });
  }
}

/** Classes of SQLSTATE that say nothing about the statement: try again, as often as it takes. */
const TRANSIENT_CLASSES = new Set([
  '08', // connection exception
  '40', // transaction rollback: serialization failure, deadlock
  '53', // insufficient resources: disk full, too many connections
  '57', // operator intervention: shutdown, crash, cannot connect now
  '58', // system error: I/O
]);

/** The connection is gone, or can not be made. */
const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** An idle transaction was ended by its time-out. */
const IDLE_IN_TRANSACTION = '25P03';

/** A statement took too long, or an operator ended it: that is about the statement. */
const QUERY_CANCELED = '57014';

/**
 * The database or the way to it failed, not the work: the same work may succeed unchanged. For work that speaks with
 * nobody but the database: any other server's refused connection looks the same.
 */
export function isTransient(error: unknown): boolean {
  return (
    isDatabaseAway(error) || (postgresErrorOf(error) === undefined && CONNECTION_CODES.has(codeOf(error)))
  );
}

/** As `isTransient`, by the word of the database or of the transaction's own connection only. */
export function isDatabaseAway(error: unknown): boolean {
  const refused = postgresErrorOf(error);
  if (refused === undefined) return causesOf(error).some((each) => each instanceof ConnectionLostError);
  if (refused.code === QUERY_CANCELED) return false;
  return TRANSIENT_CLASSES.has(refused.code.slice(0, 2)) || refused.code === IDLE_IN_TRANSACTION;
}

/** The server says it with its last breath: it closes the connection after this. */
export function isFatal(error: unknown): boolean {
  const severity = postgresErrorOf(error)?.severity;
  return severity === 'FATAL' || severity === 'PANIC';
}

/** Drizzle wraps the server's error; raw statements throw it as it is. */
function postgresErrorOf(error: unknown): postgres.PostgresError | undefined {
  return causesOf(error).find((each) => each instanceof postgres.PostgresError);
}

function codeOf(error: unknown): string {
  for (const each of causesOf(error)) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return '';
}

/** The error and what caused it, outermost first. By shape: errors of the system are of another realm in some runtimes. */
function causesOf(error: unknown): object[] {
  const causes: object[] = [];
  for (let each = error; typeof each === 'object' && each !== null && causes.length < 10;) {
    causes.push(each);
    each = 'cause' in each ? each.cause : undefined;
  }
  return causes;
}
