import type { Sql, TransactionSql } from 'postgres';

/**
 * What Drizzle needs of a client, with every statement prepared. It asks for statements that are not: those take two
 * round trips, and are parsed twice. Each text is kept for as long as its connection, so texts must not vary with the
 * number of values: see `anyOf`.
 */
export function preparing(sql: Sql | TransactionSql): Sql {
  const client = {
    // Drizzle sets parsers in the `options` of the client that it is given. This one's are set already.
    options: { parsers: {}, serializers: {} },
    unsafe: (text: string, values: never[]) => sql.unsafe(text, values, { prepare: true }),
  };
  return client as unknown as Sql;
}
