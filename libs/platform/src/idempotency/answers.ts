import type { Sql, TransactionSql } from 'postgres';

/** What was answered to a command. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** As it was sent. */
  body: string | null;
}

/** Whose key it is: two people's keys have nothing to do with each other. */
export interface KeyOfPerson {
  person: string;
  key: string;
}

/** How long a key is kept, in hours. */
export const KEPT_HOURS = 24;
const FORGOTTEN_AT_ONCE = 5_000;

/**
 * Takes the key for as long as the transaction lasts, whatever ends it.
 *
 * @returns false where another transaction has it
 */
export async function takeKey(sql: TransactionSql, { person, key }: KeyOfPerson): Promise<boolean> {
  const [row] = await sql<{ taken: boolean }[]>`
    select pg_try_advisory_xact_lock(
      hashtextextended(jsonb_build_array('idempotency', current_schema(), ${person}::text, ${key}::text)::text, 0)
    ) as taken`;
  return row?.taken === true;
}

/** What was answered under a key, and to which request; `erased` where its person had it erased. */
export type KeptAnswer = (Answer & { request: Buffer }) | 'erased';

/** Once the key is taken: what is kept under it. */
export async function findAnswer(
  sql: TransactionSql,
  { person, key }: KeyOfPerson,
): Promise<KeptAnswer | undefined> {
  const [row] = await sql<{ request: Buffer; status: number; headers: string; body: string | null }[]>`
    select request, status, headers::text, body from idempotency_keys
    where person = ${person} and key = ${key}
      and answered_at > now() - ${KEPT_HOURS}::int * interval '1 hour'`;
  if (row?.request.length === 0) return 'erased';
  return row && { ...row, headers: JSON.parse(row.headers) as Record<string, string> };
}

export async function storeAnswer(
  sql: TransactionSql,
  { person, key }: KeyOfPerson,
  request: Buffer,
  { status, headers, body }: Answer,
): Promise<void> {
  await sql`
    insert into idempotency_keys (person, key, request, status, headers, body)
    values (${person}, ${key}, ${request}, ${status}, ${JSON.stringify(headers)}::text::jsonb, ${body})
    on conflict (person, key) do update set
      request = excluded.request, status = excluded.status, headers = excluded.headers, body = excluded.body,
      answered_at = excluded.answered_at`;
}

/**
 * Erases all that was answered to somebody, and the fingerprints of what they asked: those of a short text can be
 * guessed. The keys stay, so that nothing is done a second time.
 */
export async function eraseAnswers(sql: TransactionSql, person: string): Promise<void> {
  await sql`
    update idempotency_keys set request = ''::bytea, headers = '{}'::jsonb, body = null where person = ${person}`;
}

export async function forgetOldAnswers(sql: Sql): Promise<void> {
  for (let count = FORGOTTEN_AT_ONCE; count === FORGOTTEN_AT_ONCE;) {
    ({ count } = await sql`
      delete from idempotency_keys where (person, key) in (
        select person, key from idempotency_keys
        where answered_at <= now() - ${KEPT_HOURS}::int * interval '1 hour'
        limit ${FORGOTTEN_AT_ONCE}
      )`);
  }
}
