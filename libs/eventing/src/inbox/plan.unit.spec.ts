import fc from 'fast-check';
import type { InboxEvent } from './inbox-event.js';
import { type Known, plan, rounds } from './plan.js';

interface Sketch {
  aggregate?: string;
  type?: string;
  refuse?: boolean;
  parked?: boolean;
}

function event(
  sequence: number,
  { aggregate = 'a', type = 'added', refuse = false, parked = false }: Sketch = {},
): InboxEvent {
  return {
    envelope: {
      id: `${aggregate}-${String(sequence)}`,
      source: '/services/cards',
      type,
      subject: aggregate,
      time: '2026-01-01T00:00:00.000Z',
      sequence,
      correlationId: 'c',
      causationId: 'c',
      data: {},
    },
    body: '',
    partition: 0,
    preparation: refuse ? { kind: 'refuse', reason: 'invalid', message: 'no' } : { kind: 'pass' },
    ...(parked ? { parked: { attempts: 1 } } : {}),
  };
}

function knowing(cursor: number | undefined, parked: readonly number[] = []): Known {
  return {
    cursors: new Map(cursor === undefined ? [] : [['/services/cards a', cursor]]),
    parked: new Map(parked.length === 0 ? [] : [['/services/cards a', new Set(parked)]]),
  };
}

const sequences = (events: readonly InboxEvent[]): number[] => events.map((each) => each.envelope.sequence);

describe('the cursor rule', () => {
  it('applies the next event and moves the cursor', () => {
    const decided = plan([event(4), event(5)], knowing(3));
    expect(sequences(decided.apply)).toEqual([4, 5]);
    expect(decided.moves).toEqual([{ source: '/services/cards', aggregateId: 'a', from: 3, to: 5 }]);
  });

  it('takes an aggregate that it does not know from its first event on', () => {
    expect(sequences(plan([event(1)], knowing(undefined)).apply)).toEqual([1]);
    expect(sequences(plan([event(2)], knowing(undefined)).waiting)).toEqual([2]);
  });

  it('skips what was handled, also twice in one batch', () => {
    const decided = plan([event(3), event(4), event(4)], knowing(3));
    expect(sequences(decided.duplicates)).toEqual([3, 4]);
    expect(sequences(decided.apply)).toEqual([4]);
  });

  it('lets an event behind a gap wait, without moving the cursor', () => {
    const decided = plan([event(5), event(6)], knowing(3));
    expect(sequences(decided.waiting)).toEqual([5, 6]);
    expect(decided.moves).toEqual([]);
  });

  it('puts inverted events of one batch in order', () => {
    expect(sequences(plan([event(6), event(4), event(5)], knowing(3)).apply)).toEqual([4, 5, 6]);
  });

  it('sets a refused event aside, and what follows it in its aggregate', () => {
    const decided = plan([event(4, { refuse: true }), event(5)], knowing(3));
    expect(sequences(decided.refused)).toEqual([4]);
    expect(sequences(decided.waiting)).toEqual([5]);
  });

  it('leaves an event to parking that lies there already', () => {
    const decided = plan([event(4)], knowing(3, [4]));
    expect(sequences(decided.duplicates)).toEqual([4]);
    expect(decided.moves).toEqual([]);
  });

  it('applies the parked event itself when it is redriven', () => {
    expect(sequences(plan([event(4, { parked: true })], knowing(3, [4])).apply)).toEqual([4]);
  });

  it('says when a healed gap lets a parked event go on', () => {
    expect(plan([event(4)], knowing(3, [5])).unblocks).toBe(true);
    expect(plan([event(4)], knowing(3, [6])).unblocks).toBe(false);
  });

  it('applies each event exactly once and in order, whatever a transport delivers', () => {
    const deliveries = fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 20 }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(deliveries, (batches) => {
        const applied: number[] = [];
        const parked = new Set<number>();
        let cursor = 0;
        // A model of the tables: each batch is planned against what the batches before it left.
        const take = (events: InboxEvent[]): void => {
          const decided = plan(events, knowing(cursor, [...parked]));
          applied.push(...sequences(decided.apply));
          for (const each of decided.apply) parked.delete(each.envelope.sequence);
          for (const each of decided.waiting) parked.add(each.envelope.sequence);
          cursor = decided.moves[0]?.to ?? cursor;
        };
        for (const batch of batches) {
          take(batch.map((sequence) => event(sequence)));
          take([...parked].map((sequence) => event(sequence, { parked: true })));
        }
        const seen = new Set(batches.flat());
        let dense = 0;
        while (seen.has(dense + 1)) dense += 1;
        expect(applied).toEqual(Array.from({ length: dense }, (_, index) => index + 1));
      }),
    );
  });
});

describe('rounds', () => {
  it('keep the order of types within an aggregate and group across aggregates', () => {
    const grouped = rounds([
      event(1, { aggregate: 'a', type: 'added' }),
      event(2, { aggregate: 'a', type: 'removed' }),
      event(1, { aggregate: 'b', type: 'added' }),
      event(2, { aggregate: 'b', type: 'added' }),
      event(3, { aggregate: 'a', type: 'added' }),
    ]);
    const shape = grouped.map((round) =>
      [...round].map(([type, events]) => [type, events.map((each) => each.envelope.id)]),
    );
    expect(shape).toEqual([[['added', ['a-1', 'b-1', 'b-2']]], [['removed', ['a-2']]], [['added', ['a-3']]]]);
  });
});
