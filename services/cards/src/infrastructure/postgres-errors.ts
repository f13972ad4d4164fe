import postgres from 'postgres';

/** A foreign key refused the statement. Drizzle wraps the server's error, raw statements throw it as it is. */
export function isForeignKeyViolation(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return error.code === '23503';
  return error instanceof Error && error.cause !== undefined && isForeignKeyViolation(error.cause);
}
