import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { administrationOf } from '../../../../test/support/administration-of.js';
import type { NatsBroker } from '../../../../test/support/brokers/nats.js';
import { CountedV1, effectsOf, EngineWorld, untilEffects } from '../../../../test/support/engine-world.js';
import { numbers, waitFor } from '../../../../test/support/wait-for.js';

const POISON = 666;
const ONCE = { attempts: 1, firstDelayMs: 10, maxDelayMs: 10 };
const order = { operator: 'ada', reason: 'because' };

let world: EngineWorld<NatsBroker>;
/** Whether the handlers refuse poison now. */
let poisonous = true;

beforeAll(async () => {
  world = await EngineWorld.start();
}, 120_000);

beforeEach(async () => {
  poisonous = true;
  await world.pool('feeds')`truncate parked_events`;
});

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

/** A producer, a consumer whose handler refuses poison at once, and both administrations. */
async function running() {
  const { log, publication } = await world.producer();
  const before = (value: number): void => {
    if (poisonous && value >= POISON) throw new Error(`value ${String(value)} is poison`);
  };
  const { consumption, sql } = await world.consumer({ retry: ONCE, before });
  const admin = await administrationOf(world, 'feeds', { publication, consumption });
  return { log, publication, consumption, sql, admin };
}

function untilDead(sql: Sql, ...aggregates: string[]): Promise<string[]> {
  return waitFor('dead letters', async () => {
    const rows = await sql<{ event_id: string }[]>`
      select event_id from parked_events where aggregate_id = any(${aggregates}) and status = 'dead'
      order by array_position(${aggregates}::text[], aggregate_id), sequence`;
    return rows.length === aggregates.length ? rows.map((row) => row.event_id) : undefined;
  });
}

const untilParked = (sql: Sql, aggregate: string, count: number): Promise<true> =>
  waitFor(`${String(count)} parked events`, async () => {
    const rows = await sql`select 1 from parked_events where aggregate_id = ${aggregate}`;
    return rows.length === count ? true : undefined;
  });

const valuesOf = async (sql: Sql, aggregate: string): Promise<number[]> =>
  (await effectsOf(sql, aggregate)).map((effect) => effect.value);

describe('parked events', () => {
  it('are shown in groups, one by one, and each with all that is known of it', async () => {
    const { log, sql, admin } = await running();
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await world.append(log, first, 1, POISON, 2, 3);
    await untilDead(sql, first);
    await world.append(log, second, POISON + 1);
    await world.append(log, third, POISON + 2);
    const [id = ''] = await untilDead(sql, first, second, third);
    await untilParked(sql, first, 3);

    const groups = await admin.parked.groups({}, 10);
    expect(groups).toMatchObject([
      {
        consumer: 'feeds',
        status: 'dead',
        type: CountedV1.type,
        signature: 'Error: value <n> is poison',
        count: 3,
        exampleId: id,
      },
      { status: 'waiting', signature: '', count: 2 },
    ]);
    expect(await admin.parked.groups({}, 1, groups[0])).toEqual(groups.slice(1));
    expect(await admin.parked.groups({ status: 'dead', aggregateId: second }, 10)).toMatchObject([
      { count: 1 },
    ]);

    const all = await admin.parked.list({}, 10);
    expect(all).toHaveLength(5);
    const page = await admin.parked.list({ status: 'dead' }, 2);
    const last = page[1]!;
    const rest = await admin.parked.list({ status: 'dead' }, 2, {
      at: Date.parse(last.parkedAt),
      id: last.eventId,
    });
    expect([...page, ...rest].map((event) => event.aggregateId).sort()).toEqual(
      [first, second, third].sort(),
    );

    const shown = await admin.parked.show(id);
    expect(shown).toMatchObject({
      eventId: id,
      status: 'dead',
      reason: 'failed',
      sequence: 2,
      cursor: 1,
      isNext: true,
      attempts: 1,
      totalAttempts: 1,
      nextAttemptAt: null,
      payload: { value: POISON },
      envelope: { id, subject: first, source: '/services/cards', sequence: '2' },
      behind: { count: 2, first: [{ sequence: 3 }, { sequence: 4 }] },
    });
    expect(shown.error).toMatch(/value 666 is poison\n +at /u);
    await expect(admin.parked.show(randomUUID())).rejects.toMatchObject({ code: 'parked-event-not-found' });
  });

  it('are tried again on demand, in order, with attempts that start afresh', async () => {
    const { log, sql, admin } = await running();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, POISON, 2, POISON + 1, 3);
    const [id = ''] = await untilDead(sql, aggregate);
    await untilParked(sql, aggregate, 4);
    const [, waiting] = await admin.parked.list({ aggregateId: aggregate }, 2);
    await expect(admin.redrive.retry(waiting!.eventId, order)).rejects.toMatchObject({
      code: 'event-is-waiting',
    });

    await admin.redrive.retry(id, order);
    await waitFor('a second failure', async () => {
      const { status, attempts, totalAttempts } = await admin.parked.show(id);
      return status === 'dead' && attempts === 1 && totalAttempts === 2 ? true : undefined;
    });
    poisonous = false;
    await admin.redrive.retry(id, order);
    await untilEffects(sql, aggregate, 5);
    expect(await valuesOf(sql, aggregate)).toEqual([1, POISON, 2, POISON + 1, 3]);
    await untilParked(sql, aggregate, 0);
    const records = await admin.audit.list(10);
    expect(records.filter((record) => record.target['eventId'] === id)).toMatchObject([
      {
        action: 'retry',
        operator: 'ada',
        reason: 'because',
        consumer: 'feeds',
        target: { totalAttempts: 2 },
      },
      { action: 'retry', target: { totalAttempts: 1, status: 'dead' } },
    ]);
  });

  it('are tried again as a group, each aggregate in its own order', async () => {
    const { log, sql, admin } = await running();
    const aggregates = numbers(1, 10).map(() => randomUUID());
    for (const aggregate of aggregates) await world.append(log, aggregate, POISON, 1, 2);
    await untilDead(sql, ...aggregates);
    poisonous = false;
    const filter = { status: 'dead', signature: 'Error: value <n> is poison' } as const;
    expect(await admin.redrive.retryAll(filter, order)).toBe(10);
    for (const aggregate of aggregates) {
      await untilEffects(sql, aggregate, 3);
      expect(await valuesOf(sql, aggregate)).toEqual([POISON, 1, 2]);
    }
    expect(await admin.redrive.retryAll(filter, order)).toBe(0);
    expect((await admin.audit.list(1))[0]).toMatchObject({ action: 'retry', events: 10, target: { filter } });
  });

  it('are discarded in their turn only, with their body kept, and what waits behind goes on', async () => {
    const { log, sql, admin } = await running();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, POISON, 2, 3);
    const [id = ''] = await untilDead(sql, aggregate);
    await untilParked(sql, aggregate, 3);
    const [, waiting] = await admin.parked.list({ aggregateId: aggregate }, 2);
    await expect(admin.redrive.discard(waiting!.eventId, order)).rejects.toMatchObject({
      code: 'not-next-in-turn',
      message: expect.stringContaining(`retry or discard ${id} first`) as string,
    });

    const outcomes = await Promise.allSettled(numbers(1, 4).map(() => admin.redrive.discard(id, order)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await untilEffects(sql, aggregate, 3);
    expect(await valuesOf(sql, aggregate)).toEqual([1, 2, 3]);
    await untilParked(sql, aggregate, 0);
    const discarded = (await admin.audit.list(10)).filter((record) => record.target['eventId'] === id);
    expect(discarded).toMatchObject([{ action: 'discard', operator: 'ada', reason: 'because', events: 1 }]);
    expect(JSON.parse(discarded[0]?.body ?? '')).toMatchObject({ id, data: { value: POISON } });
  });

  it('are handled or discarded, never both, when both are tried at once', async () => {
    const { log, sql, admin } = await running();
    const aggregates = numbers(1, 20).map(() => randomUUID());
    for (const aggregate of aggregates) await world.append(log, aggregate, POISON, 1);
    const ids = await untilDead(sql, ...aggregates);
    poisonous = false;
    await admin.redrive.retryAll({}, order);
    await Promise.allSettled(ids.map((id) => admin.redrive.discard(id, order)));
    const discarded = new Set(
      (await admin.audit.list(100))
        .filter((record) => record.action === 'discard')
        .map((record) => record.target['aggregateId']),
    );
    for (const aggregate of aggregates) {
      const expected = discarded.has(aggregate) ? [1] : [POISON, 1];
      await untilEffects(sql, aggregate, expected.length);
      expect(await valuesOf(sql, aggregate)).toEqual(expected);
    }
  });
});

describe('the record of interventions', () => {
  it('can not be rewritten', async () => {
    const { sql, admin, publication, log, consumption } = await running();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3);
    await untilEffects(sql, aggregate, 3);
    const cards = await administrationOf(world, 'cards', { publication, consumption });
    expect(await cards.republish({ aggregateId: aggregate, from: 2, to: 9 }, order)).toBe(2);
    await expect(cards.republish({ aggregateId: randomUUID(), from: 1, to: 1 }, order)).rejects.toMatchObject(
      {
        code: 'nothing-to-republish',
      },
    );
    const records = await cards.audit.list(1);
    expect(records).toMatchObject([
      { action: 'republish', consumer: null, events: 2, target: { aggregateId: aggregate, from: 2, to: 9 } },
    ]);
    const cardsSql = world.pool('cards');
    await expect(cardsSql`update event_audit set operator = 'eve'`).rejects.toThrow('append-only');
    await expect(cardsSql`delete from event_audit`).rejects.toThrow('append-only');
    await expect(cardsSql`truncate event_audit`).rejects.toThrow('append-only');
    expect(await admin.audit.list(100, { at: 0, id: randomUUID() })).toEqual([]);
    expect(await effectsOf(sql, aggregate)).toHaveLength(3);
  });
});

describe('the lag of a consumer', () => {
  it('is known without the broker as far as it can be', async () => {
    const { admin, sql, log } = await running();
    const aggregate = randomUUID();
    await world.append(log, aggregate, POISON, 1);
    await untilDead(sql, aggregate);
    await untilParked(sql, aggregate, 2);
    await waitFor('nothing left in the broker', async () => {
      const { consumers } = await admin.lag();
      return consumers[0]?.unhandled === 0 ? true : undefined;
    });
    await world.broker.kill();
    try {
      const { consumers } = await admin.lag();
      expect(consumers).toMatchObject([
        { consumer: 'feeds', unhandled: null, brokerError: expect.any(String) as string },
      ]);
      expect(consumers[0]?.parked.dead).toBeGreaterThan(0);
      expect(consumers[0]?.parked.waiting).toBeGreaterThan(0);
    } finally {
      await world.broker.start();
    }
  });
});
