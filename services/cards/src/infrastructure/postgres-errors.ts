import postgres from 'postgres';

/** A foreign key refused the statement. */
export function isForeignKeyViolation(error: unknown): boolean {
  return hasCode(error, '23503');
}

/** A unique key refused the statement. */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, '23505');
}

/** Drizzle wraps the server's error, raw statements throw it as it is. */
function hasCode(error: unknown, code: string): boolean {
  if (error instanceof postgres.PostgresError) return error.code === code;
  return error instanceof Error && error.cause !== undefined && hasCode(error.cause, code);
}
