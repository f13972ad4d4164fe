import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { Api } from '../../infra/dev/api.mjs';
import { ROOT } from '../../infra/dev/paths.mjs';
import { writeState } from '../../infra/dev/state.mjs';
import { identityOf, keepIdentities } from '../../infra/nats/identities.mjs';
import { OPERATOR, STREAM } from '../../infra/nats/topology.mjs';
import { eventually } from '../support/eventually.js';
import { asNatsOperator } from '../support/nats-operator.js';
import { testFolder } from '../support/run.js';
import { startSystem, type TestSystem } from '../support/system.js';

const MINUTE = 60_000;
const CARDS = 40;
const PEOPLE = ['did:plc:adaaaaaaaaaaaaaaaaaaaaaa', 'did:plc:bobaaaaaaaaaaaaaaaaaaaaa'];
const EVENTS = join(ROOT, 'infra', 'dev', 'events.mjs');

let folder: string;
let system: TestSystem;
let sql: Sql;

beforeAll(async () => {
  folder = testFolder('rebuild');
  system = await startSystem({ dataDir: folder });
  // As `npm start` leaves it.
  const ports = {
    postgres: Number(new URL(system.adminUrl).port),
    nats: Number(new URL(system.brokerUrl).port),
  };
  writeState(folder, { ports, transport: 'nats' });
  sql = postgres(system.adminUrl, {
    max: 2,
    connection: { search_path: 'feeds' },
    onnotice: () => undefined,
  });
  await Promise.all(PEOPLE.map((did) => saveCards(did)));
}, 3 * MINUTE);

afterAll(async () => {
  await (sql as Sql | undefined)?.end({ timeout: 1 });
  await (system as TestSystem | undefined)?.stop();
}, MINUTE);

async function saveCards(did: string): Promise<void> {
  const person = new Api(system.urls, did);
  const { id } = await person.post('cards', '/collections', { name: 'Tides', access: 'CLOSED' });
  for (let number = 0; number < CARDS; number += 1)
    await person.post('cards', '/cards', {
      url: `https://doi.org/10.5555/${String(number)}`,
      collectionIds: number % 2 === 0 ? [id] : [],
    });
}

const argumentsOf = (...args: string[]): string[] => [EVENTS, `--data=${folder}`, '--as=ada', ...args];

async function events(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, argumentsOf(...args), { cwd: ROOT })).stdout;
}

/** The rows that events have made, once all are handled. */
async function rows(): Promise<unknown> {
  const found = await Promise.all([
    sql`select to_jsonb(t) as row from cards t order by 1`,
    sql`select to_jsonb(t) as row from collections t order by 1`,
    sql`select to_jsonb(t) as row from feed_entries t order by 1`,
    sql`select to_jsonb(t) as row from activity_cards t order by 1`,
    sql`select source, aggregate_id, sequence from inbox_cursors order by 1, 2`,
  ]);
  return JSON.parse(JSON.stringify(found)) as unknown;
}

async function settledRows(): Promise<unknown> {
  await eventually(
    async () => {
      const [row] = await sql<{ entries: number }[]>`
        select count(*)::int as entries from feed_entries where type = 'CARD_COLLECTED'`;
      expect(row?.entries).toBe(PEOPLE.length * (CARDS + CARDS / 2));
    },
    { deadlineMs: MINUTE },
  );
  return rows();
}

const operator = <T>(work: Parameters<typeof asNatsOperator<T>>[2]): Promise<T> =>
  asNatsOperator(
    system.brokerUrl,
    identityOf(keepIdentities(join(folder, 'secrets', 'identities.json')), OPERATOR).seed,
    work,
  );

/** The process that does the work, below the command. */
async function killRebuild(command: ChildProcess): Promise<void> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(command.pid)]);
  for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
  await new Promise((resolve) => command.once('exit', resolve));
}

describe('the command that rebuilds', () => {
  it(
    'goes on where it was killed, and has what the stream has lost from the producers’ logs',
    async () => {
      const before = await settledRows();
      await operator(async (manager) => {
        const { state } = await manager.streams.info(STREAM);
        await manager.streams.purge(STREAM, { seq: state.first_seq + Math.floor(state.messages / 2) });
      });
      await sql`update cards set url = 'https://example.org/wrong'`;

      const command = spawn(process.execPath, argumentsOf('rebuild', 'feeds'), {
        cwd: ROOT,
        stdio: 'ignore',
      });
      await eventually(
        async () => {
          const [row] = await sql`select from feeds_rebuild.inbox_cursors limit 1`.catch(() => []);
          expect(row).toBeDefined();
        },
        { deadlineMs: MINUTE, intervalMs: 5 },
      );
      await killRebuild(command);
      expect(await sql`select from pg_tables where schemaname = 'feeds_rebuild'`).not.toEqual([]);

      expect(await events('rebuild', 'feeds')).toContain(
        'feeds: the new projection is in the place of the old one.',
      );
      expect(await rows()).toEqual(before);
      expect(await sql`select from pg_tables where schemaname = 'feeds_rebuild'`).toEqual([]);
    },
    4 * MINUTE,
  );
});
