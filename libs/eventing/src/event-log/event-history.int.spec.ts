import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { EngineWorld } from '../../../../test/support/engine-world.js';
import { EventHistory } from './event-history.js';
import type { EventLog } from './event-log.js';

interface Counted {
  type: string;
  data: { by: number; note?: string };
}

let world: EngineWorld;
let sql: Sql;
let log: EventLog;
let history: EventHistory;

beforeAll(async () => {
  world = await EngineWorld.start();
  ({ sql, log } = await world.producer());
  history = new EventHistory(sql);
});

afterAll(() => world.stop());

/** Stores a counter's next event. */
const count = (aggregateId: string, version: number, data: Counted['data']) =>
  log.transaction((uow) => {
    const domainEvents = [{ type: 'Counted', data }];
    uow.append({
      aggregateType: 'Counter',
      aggregateId,
      version: version - 1,
      sequence: 0,
      domainEvents,
      integrationEvents: [],
    });
    return Promise.resolve();
  });

const sum = (state: number | undefined, { data }: Counted): number | undefined =>
  data.by === 0 ? undefined : (state ?? 0) + data.by;

/** As if its events had been recorded at these times. */
async function backdate(aggregateId: string, ...times: readonly string[]): Promise<void> {
  await sql`alter table event_store disable trigger user`;
  for (const [index, time] of times.entries()) {
    await sql`update event_store set occurred_at = ${time}
      where aggregate_id = ${aggregateId} and version = ${index + 1}`;
  }
  await sql`alter table event_store enable trigger user`;
}

describe('aggregates as of an instant', () => {
  it('are what their events say up to the last one that was recorded by then', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    await count(id, 1, { by: 1 });
    await count(id, 2, { by: 2 });
    await count(id, 3, { by: 0 });
    await count(other, 1, { by: 7 });
    await backdate(id, '2026-01-01T00:00:01Z', '2026-01-01T00:00:02.500Z', '2026-01-01T00:00:03Z');
    const asOf = async (at: string) =>
      Object.fromEntries(await history.foldAsOf('Counter', [id], new Date(at), sum));
    expect(await asOf('2026-01-01T00:00:00.999Z')).toEqual({});
    expect(await asOf('2026-01-01T00:00:01Z')).toEqual({ [id]: 1 });
    expect(await asOf('2026-01-01T00:00:02.499Z')).toEqual({ [id]: 1 });
    expect(await asOf('2026-01-01T00:00:02.500Z')).toEqual({ [id]: 3 });
    expect(await asOf('2026-01-01T00:00:03Z')).toEqual({});
    expect(await history.foldAsOf('Other', [id], new Date(), sum)).toEqual(new Map());
    expect(await history.foldAsOf('Counter', [], new Date(), sum)).toEqual(new Map());
  });

  it('leave no event out that a later one followed upon, whatever the clocks said', async () => {
    const id = randomUUID();
    await count(id, 1, { by: 1 });
    await count(id, 2, { by: 2 });
    await count(id, 3, { by: 4 });
    await backdate(id, '2026-01-01T00:00:01Z', '2026-01-01T00:00:09Z', '2026-01-01T00:00:02Z');
    const states = await history.foldAsOf('Counter', [id], new Date('2026-01-01T00:00:02Z'), sum);
    expect(states.get(id)).toBe(7);
  });
});

describe('the events of an aggregate', () => {
  it('come with the last first, page by page', async () => {
    const id = randomUUID();
    for (const version of [1, 2, 3]) await count(id, version, { by: version });
    expect(await history.latest(id, 2)).toMatchObject([
      { version: 3, event: { type: 'Counted', data: { by: 3 } }, recordedAt: expect.any(Date) as Date },
      { version: 2 },
    ]);
    expect(await history.latest(id, 2, 2)).toMatchObject([{ version: 1 }]);
    expect(await history.first('Counter', id)).toEqual({ type: 'Counted', data: { by: 1 } });
    expect(await history.first('Other', id)).toBeUndefined();
  });
});

describe('redaction', () => {
  const stored = async (id: string) => {
    const [row] = await sql<{ data: object; metadata: Record<string, unknown> }[]>`
      select data, metadata from event_store where aggregate_id = ${id}`;
    return row;
  };

  it('takes fields out of an event, and says so in it', async () => {
    const id = randomUUID();
    await count(id, 1, { by: 1, note: 'Secret' });
    const before = await stored(id);
    for (const fields of [['note', 'title'], ['note'], ['by']]) {
      await sql.begin((tx) => history.redact(tx, [{ aggregateId: id, version: 1 }], fields));
    }
    expect(await stored(id)).toEqual({
      data: {},
      metadata: {
        ...before?.metadata,
        redacted: ['by', 'note', 'title'],
        redactedAt: expect.any(String) as string,
      },
    });
  });

  it('is all that can happen to a stored event', async () => {
    const id = randomUUID();
    await count(id, 1, { by: 1, note: 'Kept' });
    const said = `{"redacted": ["note"], "redactedAt": "now"}`;
    for (const change of [
      sql`data = data - 'note'`,
      sql`data = data || '{"by": 2}'`,
      sql`data = '{}', metadata = metadata || ${said}::text::jsonb`,
      sql`data = '{"by": 2}', metadata = metadata || ${said}::text::jsonb`,
      sql`data = data - 'note', metadata = ${said}::text::jsonb`,
      sql`data = data - 'note', metadata = metadata || ${said}::text::jsonb, version = 2`,
      sql`data = data - 'note', metadata = metadata || ${said}::text::jsonb, type = 'Other'`,
      sql`data = data - 'note', metadata = metadata || ${said}::text::jsonb, occurred_at = now() - interval '1 day'`,
    ]) {
      await expect(sql`update event_store set ${change} where aggregate_id = ${id}`).rejects.toThrow(
        'append-only',
      );
    }
    expect((await stored(id))?.data).toEqual({ by: 1, note: 'Kept' });
  });
});
