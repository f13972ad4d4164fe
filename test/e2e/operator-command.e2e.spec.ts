import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { CardAddedToLibraryV1, CardRemovedFromLibraryV1, eventOf } from '#contracts';
import type { AuditRecord, ParkedEvent, ParkedEventDetail, ParkedGroup, ServiceLag } from '#eventing';
import { Api } from '../../infra/dev/api.mjs';
import { ROOT } from '../../infra/dev/paths.mjs';
import { operatorTokenFile, writeState } from '../../infra/dev/state.mjs';
import { appendChanges } from '../../libs/eventing/src/event-log/append.js';
import { testFolder } from '../support/run.js';
import { startSystem, type TestSystem } from '../support/system.js';
import { waitFor } from '../support/wait-for.js';

const MINUTE = 60_000;
const ADA = 'did:plc:ada';
const CURSED = 'https://example.org/cursed';

let folder: string;
let system: TestSystem;
let sql: Sql;

beforeAll(async () => {
  folder = testFolder('operator');
  system = await startSystem({ dataDir: folder });
  // As `npm start` leaves it.
  const ports = Object.entries(system.urls).map(([name, url]) => [name, Number(new URL(url).port)] as const);
  writeState(folder, { ports: Object.fromEntries(ports) });
  sql = postgres(system.adminUrl, { max: 2, onnotice: () => undefined });
}, 2 * MINUTE);

afterAll(async () => {
  await (sql as Sql | undefined)?.end({ timeout: 1 });
  await (system as TestSystem | undefined)?.stop();
}, MINUTE);

/** The command as an operator types it; rejects with its complaint. */
async function events(...args: string[]): Promise<string> {
  const entry = join(ROOT, 'infra', 'dev', 'events.mjs');
  const { OPERATOR_TOKEN: _, ...env } = process.env;
  try {
    const options = { cwd: ROOT, timeout: MINUTE, env };
    const all = [entry, `--data=${folder}`, '--as=ada', ...args];
    return (await promisify(execFile)(process.execPath, all, options)).stdout;
  } catch (error) {
    throw new Error((error as { stderr?: string }).stderr ?? String(error), { cause: error });
  }
}

const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await events(...args, '--json')) as T;

const groups = (...args: string[]) => json<ParkedGroup[]>('parked', '--service=feeds', ...args);
const single = (aggregate: string) =>
  json<ParkedEvent[]>('parked', '--each', '--service=feeds', `--aggregate=${aggregate}`);

/** What cards would publish of an aggregate, with the given integration events. */
async function publish(aggregateId: string, ...integrationEvents: object[]): Promise<void> {
  const cards = postgres(system.adminUrl, { max: 1, connection: { search_path: 'cards' } });
  const change = {
    aggregateType: 'Card',
    version: 0,
    sequence: 0,
    domainEvents: [],
    aggregateId,
    integrationEvents,
  };
  await cards.begin((tx: TransactionSql) => appendChanges(tx, '/services/cards', [change]));
  await cards.end();
}

const added = (cardId: string, url: string) => {
  const metadata = { title: 'Tides' };
  const addedAt = new Date().toISOString();
  return eventOf(CardAddedToLibraryV1, {
    cardId,
    curatorId: ADA,
    url,
    metadata,
    saveId: randomUUID(),
    addedAt,
  });
};
const removed = (cardId: string, url: string) =>
  eventOf(CardRemovedFromLibraryV1, { cardId, curatorId: ADA, url, removedAt: new Date().toISOString() });

const untilHandled = (aggregate: string, sequence: number): Promise<true> =>
  waitFor(`number ${String(sequence)} of ${aggregate}`, async () => {
    const rows = await sql`
      select 1 from feeds.inbox_cursors where aggregate_id = ${aggregate} and sequence = ${sequence}`;
    return rows.length > 0 ? true : undefined;
  });

const isRemoved = async (cardId: string): Promise<boolean | undefined> =>
  (await sql<{ removed: boolean }[]>`select removed from feeds.cards where card_id = ${cardId}`)[0]?.removed;

describe('npm run events', () => {
  const spoilt = randomUUID();
  const failing = randomUUID();

  it(
    'shows an event that can not be handled, and what waits behind it',
    async () => {
      const poison = Object.assign(new CardAddedToLibraryV1(), { cardId: 5 });
      const url = 'https://example.org/a';
      await publish(spoilt, poison, added(spoilt, url), removed(spoilt, url));
      const [group] = await waitFor('a dead letter', async () => {
        const found = await groups('--status=dead');
        return found.length > 0 && (await single(spoilt)).length === 3 ? found : undefined;
      });
      expect(group).toMatchObject({ consumer: 'feeds', type: CardAddedToLibraryV1.type, count: 1 });
      expect(group?.signature).toContain('cardId must be a UUID');

      const text = await events('show', group!.exampleId, '--service=feeds');
      for (const part of ['dead (invalid)', 'this is next', '2 waiting', '"cardId": 5', `/services/cards`])
        expect(text).toContain(part);
      await expect(events('show', group!.exampleId)).rejects.toThrow(
        /parked at cards and feeds and notifications: say --service/u,
      );
      expect(await events('parked')).toMatch(/^ +consumer +status +type/u);
    },
    MINUTE,
  );

  it(
    'gives an event up in its turn, and what waits behind it goes on',
    async () => {
      const [first, second] = await single(spoilt);
      await events('retry', first!.eventId, '--service=feeds');
      await waitFor('the same refusal', async () =>
        (await json<ParkedEventDetail>('show', first!.eventId, '--service=feeds')).status === 'dead'
          ? true
          : undefined,
      );
      await expect(events('discard', second!.eventId, '--service=feeds', '--reason=x')).rejects.toThrow(
        `retry or discard ${first!.eventId} first`,
      );
      await expect(events('discard', first!.eventId, '--service=feeds')).rejects.toThrow(
        'discard needs --reason',
      );
      await events('discard', first!.eventId, '--service=feeds', '--reason=nothing can be made of it');
      await untilHandled(spoilt, 3);
      expect(await isRemoved(spoilt)).toBe(true);
      expect(await single(spoilt)).toEqual([]);
    },
    MINUTE,
  );

  it(
    'has events tried again once their cause is mended',
    async () => {
      await sql.unsafe(`
      create function feeds.refuse() returns trigger language plpgsql as $$
      begin raise exception 'card % is cursed', new.card_id; end $$;
      create trigger refuse before insert on feeds.cards for each row when (new.url = '${CURSED}')
        execute function feeds.refuse();`);
      await publish(failing, added(failing, CURSED), removed(failing, CURSED));
      await waitFor('a failing event', async () => {
        const [event] = await single(failing);
        return event?.status === 'retrying' ? true : undefined;
      });
      // The rest of its ten attempts would take minutes.
      await sql`update feeds.parked_events set attempts = 9, next_attempt_at = now() where aggregate_id = ${failing}`;
      const signature = 'PostgresError: card <id> is cursed';
      await waitFor('a dead letter', async () => {
        const [group] = await groups('--status=dead', `--signature=${signature}`);
        return group?.count === 1 ? true : undefined;
      });
      await sql`drop trigger refuse on feeds.cards`;
      await expect(events('retry', '--service=feeds')).rejects.toThrow('Say which event to retry');
      const retried = await json<{ retried: number }[]>(
        'retry',
        `--signature=${signature}`,
        '--service=feeds',
      );
      expect(retried).toMatchObject([{ retried: 1 }]);
      await untilHandled(failing, 2);
      expect(await isRemoved(failing)).toBe(true);
    },
    MINUTE,
  );

  it(
    'pauses a service, tells what waits for it, and has it go on',
    async () => {
      await events('pause', '--service=feeds', '--reason=maintenance');
      let card = '';
      // Saved until one stays: a replica obeys within a second.
      const lag = await waitFor('an event that waits in the broker', async () => {
        const url = `https://example.org/${randomUUID()}`;
        card = String((await new Api(system.urls, ADA).post('cards', '/cards', { url }))['id']);
        const [each] = await json<ServiceLag[]>('lag', '--service=feeds');
        return (each?.consumers[0]?.unhandled ?? 0) > 0 ? each : undefined;
      });
      expect(lag.consumers[0]).toMatchObject({
        control: { paused: true, changedBy: 'ada', reason: 'maintenance' },
      });
      expect(await events('lag')).toContain('paused by ada: maintenance');
      await events('resume', '--service=feeds');
      await untilHandled(card, 1);
      expect(await events('republish', card, '--from=1', '--to=1', '--service=cards')).toContain(
        'publishes 1 events again',
      );
    },
    MINUTE,
  );

  it(
    'has all of it in the record, with who did it',
    async () => {
      const records = await json<AuditRecord[]>('audit');
      expect(records.map(({ action, operator }) => [action, operator])).toEqual(
        ['republish', 'resume', 'pause', 'retry', 'discard', 'retry'].map((action) => [action, 'ada']),
      );
      const discarded = records.find(({ action }) => action === 'discard');
      expect(discarded).toMatchObject({
        reason: 'nothing can be made of it',
        target: { aggregateId: spoilt },
      });
      expect(JSON.parse(discarded?.body ?? '')).toMatchObject({ data: { cardId: 5 } });
      expect(await events('audit')).toContain('number 1 of');
    },
    MINUTE,
  );

  it.each([
    [
      ['show', '0190c0de-0000-7000-8000-000000000000'],
      /No event .* is parked at .*\n.*parked --each lists them/u,
    ],
    [['show', 'nonsense'], /id must be a UUID/u],
    [['lag', '--token=wrong'], /refuses the operator token.\nSet OPERATOR_TOKEN/u],
    [['lag', '--url=feeds=http://127.0.0.1:9', '--token=x'], /feeds does not answer.*\nStart the system/u],
    [['lag', '--data=/nowhere'], /Nothing was started from .*\nRun npm start first/u],
    [['lag', '--service=nothing'], /only cards, feeds, notifications/u],
    [['pause'], /pause needs --reason/u],
    [['dance'], /There is no verb "dance"/u],
  ])('refuses %j with a remedy', async (args, complaint) => {
    await expect(events(...args)).rejects.toThrow(complaint);
  });

  it('leaves the token out of every log', () => {
    const token = readFileSync(operatorTokenFile(folder), 'utf8').trim();
    for (const name of readdirSync(system.logs))
      expect(readFileSync(join(system.logs, name), 'utf8')).not.toContain(token);
  });
});
