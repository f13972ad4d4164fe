import postgres from 'postgres';

/** A unique key refused the row; `constraint` narrows it to one key or index by name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof postgres.PostgresError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint_name === constraint)
  );
}

/** Classes of SQLSTATE that say nothing about the statement: try again, as often as it takes. */
const TRANSIENT_CLASSES = new Set([
  '08', // connection exception
  '40', // transaction rollback: serialization failure, deadlock
  '53', // insufficient resources: disk full, too many connections
  '57', // operator intervention: shutdown, crash, cannot connect now
  '58', // system error: I/O
]);

const TRANSIENT_CLIENT_CODES = new Set([
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

/** The database or the way to it failed, not the work: the same work may succeed unchanged. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  const code = error.code;
  if (typeof code !== 'string') return false;
  if (error instanceof postgres.PostgresError)
    return TRANSIENT_CLASSES.has(code.slice(0, 2)) || code === '25P03';
  return TRANSIENT_CLIENT_CODES.has(code);
}
