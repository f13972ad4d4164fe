import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { CardAddedToLibraryV1 } from '#contracts';
import type { RebuildError } from '#eventing';
import { eventually } from '../../../test/support/eventually.js';
import { LiveClient } from '../../../test/support/live-client.js';
import { PEOPLE, READER, RebuildWorld } from '../test/rebuild-world.js';

/** Between two acts of one client: the machine is to have something left. */
const PACE_MS = 20;
const NOTHING = { tables: [], consumers: [] };

describe('a rebuild of the feeds', () => {
  let world: RebuildWorld;
  let acts = 300;

  beforeAll(async () => {
    world = await RebuildWorld.start();
    await world.request('PUT', `/follows/users/${PEOPLE[0]}`, READER);
    await world.acts(0, acts);
    await world.settled();
  }, 120_000);

  afterAll(() => world.stop());

  async function expectTheSame(): Promise<void> {
    await world.settled();
    await eventually(
      async () => {
        expect(await world.rows(world.rebuilt)).toEqual(await world.rows(world.other));
      },
      { deadlineMs: 30_000, intervalMs: 200 },
    );
  }

  /** One that is told to stop when it has begun, and when what is to be done meanwhile is done. */
  async function stoppedRun(meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<boolean> {
    const stop = new AbortController();
    const begun = Promise.withResolvers<undefined>();
    const running = world.run({
      stop: stop.signal,
      onProgress: () => {
        stop.abort();
        begun.resolve(undefined);
      },
    });
    await Promise.race([begun.promise, running]);
    await meanwhile();
    return running;
  }

  async function abandon(): Promise<void> {
    const rebuild = world.rebuild();
    await rebuild.abandon();
    await rebuild.close();
  }

  it('puts right what had gone wrong, and leaves nothing behind', async () => {
    const { sql } = world.rebuilt;
    await sql`update cards set metadata = '{"title": "Wrong"}' where card_id = (select min(card_id::text)::uuid from cards)`;
    await sql`delete from feed_entries where activity_id in (select activity_id from feed_entries limit 5)`;
    await sql`insert into activity_cards (activity_id, card_id, source_id) values (${crypto.randomUUID()}, ${crypto.randomUUID()}, ${crypto.randomUUID()})`;
    await sql`delete from timeline_entries where activity_id in (select activity_id from timeline_entries limit 3)`;
    await sql`update follow_targets set followers = 17`;
    expect(await world.run()).toBe(true);
    await expectTheSame();
    expect(await world.leftOver()).toEqual(NOTHING);
    const { items } = (await world.rebuilt.request('GET', '/feeds/following', { as: READER })).body as {
      items: unknown[];
    };
    expect(items.length).toBeGreaterThan(0);
  });

  it('keeps the names by which migrations know keys and indexes', async () => {
    const names = (kit: typeof world.rebuilt) => kit.sql`
      select tablename, indexname, replace(indexdef, ' ONLY ', ' ') as definition from pg_indexes
      where schemaname = 'feeds' and tablename !~ '^outbox_' order by 1, 2`;
    expect([...(await names(world.rebuilt))]).toEqual([...(await names(world.other))]);
  });

  it('loses and doubles nothing under traffic, while reads and follows go on', async () => {
    const client = await LiveClient.open(new URL('/feeds/global/stream', world.rebuilt.url));
    const other = await LiveClient.open(new URL('/feeds/global/stream', world.other.url));
    const statuses = new Set<number>();
    let isOver = false;
    const whileItRuns = async (work: (round: number) => Promise<void>): Promise<void> => {
      for (let round = 0; !isOver; round += 1) {
        await work(round);
        await delay(PACE_MS);
      }
    };
    const traffic = whileItRuns(async () => {
      await world.act(acts);
      acts += 1;
    });
    const readers = ['/feeds/global', '/feeds/following', `/feeds/users/${PEOPLE[1]}`].map((path) =>
      whileItRuns(async () => {
        statuses.add((await world.rebuilt.request('GET', path, { as: READER })).status);
      }),
    );
    const follows = whileItRuns(async (round) => {
      await world.request(round % 2 === 0 ? 'PUT' : 'DELETE', `/follows/users/${PEOPLE[2]}`, READER);
    });
    try {
      expect(await world.run()).toBe(true);
    } finally {
      isOver = true;
      await Promise.all([traffic, follows, ...readers]);
    }
    expect([...statuses]).toEqual([200]);
    await expectTheSame();
    // Of what was undone at once, readers may have been told or not: its entries may be there, and are not shown.
    const lasting = await world.rebuilt.sql<{ id: string }[]>`
      select distinct a.activity_id as id from activity_cards a
      join feed_entries e on e.activity_id = a.activity_id
      join cards c on c.card_id = a.card_id and not c.removed`;
    const told = (from: LiveClient): string[] => {
      const ids = new Set(from.of('activity').map(({ activityId }) => activityId));
      return lasting.map(({ id }) => id).filter((id) => ids.has(id));
    };
    await eventually(() => {
      expect(told(client).sort()).toEqual(told(other).sort());
    });
    expect(told(client)).not.toEqual([]);
    client.close();
    other.close();
  }, 120_000);

  it('tells nobody of what is old', async () => {
    // What happened just now is news still: all of it has been told.
    await eventually(async () => {
      expect(await world.rebuilt.sql`select from recorded_changes limit 1`).toHaveLength(0);
    });
    const client = await LiveClient.open(new URL('/feeds/global/stream', world.rebuilt.url));
    const before = await world.rebuilt.sql`select last from change_log_head`;
    expect(await world.run()).toBe(true);
    expect(client.events).toEqual([]);
    expect(await world.rebuilt.sql`select last from change_log_head`).toEqual(before);
    expect(await world.rebuilt.sql`select count(*)::int as count from recorded_changes`).toEqual([
      { count: 0 },
    ]);
    client.close();
  });

  it('is stopped and goes on, and lets no second one beside it', async () => {
    let second: Promise<unknown> = Promise.resolve();
    const isDone = await stoppedRun(() => {
      second = world.run().catch((error: unknown) => (error as RebuildError).code);
      return second;
    });
    expect(isDone).toBe(false);
    expect(await second).toBe('rebuild-running');
    expect((await world.leftOver()).tables).toContain('rebuild_state');
    expect(await world.run()).toBe(true);
    await expectTheSame();
    expect(await world.leftOver()).toEqual(NOTHING);
  });

  it('is refused when the live side has what exists nowhere any more, and can be abandoned', async () => {
    const before = await world.rows(world.rebuilt);
    await world.rebuilt.sql`
      insert into inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
      values ('feeds', 0, '/services/cards', 'gone', 2, 1)`;
    await expect(world.run({ stuckMs: 3_000 })).rejects.toMatchObject({ code: 'rebuild-stuck' });
    expect((await world.leftOver()).tables).toContain('rebuild_state');
    await abandon();
    expect(await world.leftOver()).toEqual(NOTHING);
    await world.rebuilt.sql`delete from inbox_cursors where aggregate_id = 'gone'`;
    expect(await world.rows(world.rebuilt)).toEqual(before);
  });

  it('is not swapped into a schema that a migration has changed', async () => {
    expect(await stoppedRun()).toBe(false);
    const { sql } = world.rebuilt;
    await sql`insert into applied_migrations (source, created_at, hash) values ('test', 1, 'one more')`;
    await expect(world.run()).rejects.toMatchObject({ code: 'schema-changed' });
    await abandon();
    expect(await world.run()).toBe(true);
    await expectTheSame();
  });

  it('gives up again what was discarded, and refuses to lose what was not', async () => {
    const cardId = crypto.randomUUID();
    const add = (fields: object) =>
      Object.assign(new CardAddedToLibraryV1(), {
        cardId,
        curatorId: PEOPLE[0],
        url: 'https://example.org/discarded',
        metadata: {},
        saveId: cardId,
        addedAt: new Date().toISOString(),
        ...fields,
      });
    const invalid = await world.rebuilt.publish('cards', cardId, add({ url: 7 }));
    await world.rebuilt.publish('cards', cardId, add({}));
    await world.rebuilt.untilSettled({ dead: 1, waiting: 1 });
    await world.rebuilt.administration.redrive.discard(invalid.id, { operator: 'ada', reason: 'no URL' });
    await world.settled();
    const before = await world.rows(world.rebuilt);
    expect(await world.run()).toBe(true);
    await world.settled();
    expect(await world.rows(world.rebuilt)).toEqual(before);

    const { sql } = world.rebuilt;
    await sql`
      update inbox_cursors set sequence = 3, previous = 2 where aggregate_id = ${cardId}`;
    await world.rebuilt.publish('cards', cardId, add({ url: 8 }), { sequence: 3 });
    await expect(world.run()).rejects.toMatchObject({ code: 'events-refused' });
    await abandon();
    expect(await sql`select sequence::int from inbox_cursors where aggregate_id = ${cardId}`).toEqual([
      { sequence: 3 },
    ]);
  });

  it('stands in the record of interventions', async () => {
    const records = await world.rebuilt.administration.audit.list(50);
    const steps = records
      .filter(({ action }) => action === 'rebuild')
      .map(({ operator, target }) => `${operator} ${String(target['step'])}`);
    expect(steps).toEqual(expect.arrayContaining(['ada begun', 'ada swapped', 'ada abandoned']));
  });
});
