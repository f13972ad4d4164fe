import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { eventually } from '../support/eventually.js';
import { startSystem, type TestSystem } from '../support/system.js';

const MINUTE = 60_000;
const PATIENT = { deadlineMs: MINUTE };
const OTHER = 'did:plc:otheraaaaaaaaaaaaaaaaaaa';
/** An advisory lock that nothing of the system takes. */
const GATE = 20_271_128;

let system: TestSystem;
let sql: Sql;

beforeAll(async () => {
  system = await startSystem();
  sql = postgres(system.adminUrl, { max: 3, onnotice: () => undefined });
  // Whoever may pass holds the gate alone; whoever writes an answer while the spec holds it waits.
  await sql.unsafe(`
    create function public.pass_gate() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(${String(GATE)}); return null; end $$`);
}, 3 * MINUTE);

afterAll(async () => {
  // Undefined where the system did not start: that failure is the one to see.
  await (sql as Sql | undefined)?.end({ timeout: 1 });
  await (system as TestSystem | undefined)?.stop();
}, MINUTE);

interface Command {
  service: string;
  method: 'POST' | 'PUT';
  path: string;
  body?: object;
}

const COMMANDS: Command[] = [
  { service: 'cards', method: 'POST', path: '/collections', body: { name: 'Tides' } },
  { service: 'feeds', method: 'PUT', path: `/follows/users/${OTHER}` },
  {
    service: 'notifications',
    method: 'PUT',
    path: `/subscriptions/users/${OTHER}`,
    body: { scopes: ['CARDS'] },
  },
];

/**
 * Where the kill meets the command: its last statement, which keeps the answer, was sent and the commit was not; or the
 * commit was sent, and nobody was told that it is done.
 */
const MOMENTS = { before: 'initially immediate', after: 'initially deferred' };

interface Asked extends Command {
  person: string;
  key: string;
}

async function ask({ service, method, path, body, person, key }: Asked) {
  const response = await fetch(new URL(path, system.urls[service]), {
    method,
    headers: {
      authorization: `Development ${person}`,
      'idempotency-key': key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const { status, headers } = response;
  return { status, replayed: headers.get('idempotency-replayed'), body: await response.text() };
}

/** Sends the command and kills its service as it stands at the gate; then lets what is left of it pass. */
async function killedIn(asked: Asked, moment: string): Promise<void> {
  const { service } = asked;
  await sql.unsafe(`
    create constraint trigger at_the_gate after insert on ${service}.idempotency_keys
    deferrable ${moment} for each row execute function public.pass_gate()`);
  const gate = await sql.reserve();
  try {
    await gate`select pg_advisory_lock(${GATE})`;
    const answer = ask(asked).then(
      ({ status }) => `answered ${String(status)}`,
      () => 'no answer',
    );
    await eventually(async () => expect(await atTheGate(service)).toHaveLength(1), PATIENT);
    await system.kill(service);
    expect(await answer).toBe('no answer');
    // The kill hit: the database still works on what nobody waits for any more.
    const [session] = await atTheGate(service);
    expect(session).toBeDefined();
    await gate`select pg_advisory_unlock(${GATE})`;
    await eventually(async () => expect(await sessionsOf(session?.pid ?? 0)).toEqual([]), PATIENT);
  } finally {
    gate.release();
  }
  await sql.unsafe(`drop trigger at_the_gate on ${service}.idempotency_keys`);
}

const sessionsOf = (pid: number) => sql`select from pg_stat_activity where pid = ${pid}`;
const atTheGate = (service: string) => sql<{ pid: number }[]>`
  select pid from pg_stat_activity where usename = ${service} and wait_event_type = 'Lock' and wait_event = 'advisory'`;

/** What there is of a person's commands: each effect is one event, and one answer is kept. */
async function keptOf({ service, person }: Asked): Promise<{ events: number; answers: number }> {
  const [kept] = await sql.unsafe<{ events: number; answers: number }[]>(
    `select
      (select count(*)::int from ${service}.event_store where data::text like '%' || $1 || '%') as events,
      (select count(*)::int from ${service}.idempotency_keys where person = $1) as answers`,
    [person],
  );
  return kept ?? { events: 0, answers: 0 };
}

function asked(command: Command): Asked {
  return { ...command, person: `did:plc:${randomUUID()}`, key: `"${randomUUID()}"` };
}

describe.each(COMMANDS)('$method $path of $service, asked again under its key', (command) => {
  it(
    'is done for the first time where the service was killed before it committed',
    async () => {
      const one = asked(command);
      await killedIn(one, MOMENTS.before);
      expect(await keptOf(one)).toEqual({ events: 0, answers: 0 });
      await system.restart(one.service);
      const first = await ask(one);
      expect([Math.floor(first.status / 100), first.replayed]).toEqual([2, null]);
      expect(await ask(one)).toEqual({ ...first, replayed: 'true' });
      expect(await keptOf(one)).toEqual({ events: 1, answers: 1 });
    },
    3 * MINUTE,
  );

  it(
    'has the answer that nobody heard where it was killed after it committed',
    async () => {
      const one = asked(command);
      await killedIn(one, MOMENTS.after);
      expect(await keptOf(one)).toEqual({ events: 1, answers: 1 });
      await system.restart(one.service);
      const first = await ask(one);
      expect([Math.floor(first.status / 100), first.replayed]).toEqual([2, 'true']);
      expect(await ask(one)).toEqual(first);
      expect(await keptOf(one)).toEqual({ events: 1, answers: 1 });
    },
    3 * MINUTE,
  );
});
