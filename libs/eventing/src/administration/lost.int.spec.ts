import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { administrationOf } from '../../../../test/support/administration-of.js';
import type { NatsBroker } from '../../../../test/support/brokers/nats.js';
import { effectsOf, EngineWorld, untilEffects } from '../../../../test/support/engine-world.js';
import { waitFor } from '../../../../test/support/wait-for.js';
import type { Administration } from './administration.js';

const order = { operator: 'ada', reason: 'the backup has it' };

let world: EngineWorld<NatsBroker>;

beforeAll(async () => {
  world = await EngineWorld.start();
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

/** A consumer that has handled number 1; numbers 2 and 3 exist nowhere any more; 4 is given up, and 5 waits. */
async function afterLoss(): Promise<{ admin: Administration; aggregate: string; id: string; sql: Sql }> {
  const { log, sql: producing, publication } = await world.producer();
  const aggregate = randomUUID();
  const first = await world.consumer();
  await world.append(log, aggregate, 1);
  await untilEffects(first.sql, aggregate, 1);
  await first.consumption.stop();
  await world.append(log, aggregate, 2, 3);
  await waitFor('an empty pending list', async () =>
    (await producing`select 1 from outbox_pending`).length === 0 ? true : undefined,
  );
  await world.broker.lose(Infinity);
  await producing`delete from outbox where aggregate_id = ${aggregate} and sequence <= 3`;
  const { sql, consumption } = await world.consumer({ reconcileEveryMs: 200 });
  await world.append(log, aggregate, 4, 5);
  const admin = await administrationOf(world, 'feeds', { publication, consumption });
  const id = await waitFor('a loss', async () => {
    const [event, ...behind] = await admin.parked.list({ aggregateId: aggregate }, 10);
    const lost = [event, ...behind].find((each) => each?.reason === 'lost');
    return behind.length === 1 ? lost?.eventId : undefined;
  });
  return { admin, aggregate, id, sql };
}

const valuesOf = async (sql: Sql, aggregate: string): Promise<number[]> =>
  (await effectsOf(sql, aggregate)).map((effect) => effect.value);

describe('an event that comes after a loss', () => {
  it('is handled without what is lost, when an operator accepts that', async () => {
    const { admin, aggregate, id, sql } = await afterLoss();
    expect(await admin.parked.show(id)).toMatchObject({
      status: 'dead',
      cursor: 1,
      sequence: 4,
      isNext: true,
    });
    // Not along with others: each loss is accepted by itself.
    expect(await admin.redrive.retryAll({}, order)).toBe(0);
    await admin.redrive.retry(id, order);
    await untilEffects(sql, aggregate, 3);
    expect(await valuesOf(sql, aggregate)).toEqual([1, 4, 5]);
    expect(await admin.audit.list(1)).toMatchObject([
      { action: 'retry', target: { sequence: 4, lost: { from: 2, to: 3 } } },
    ]);
  }, 60_000);

  it('is discarded along with the loss', async () => {
    const { admin, aggregate, id, sql } = await afterLoss();
    await admin.redrive.discard(id, order);
    await untilEffects(sql, aggregate, 2);
    expect(await valuesOf(sql, aggregate)).toEqual([1, 5]);
    expect(await admin.audit.list(1)).toMatchObject([
      { action: 'discard', target: { sequence: 4, lost: { from: 2, to: 3 } } },
    ]);
  }, 60_000);
});
