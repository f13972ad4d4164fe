import { IsInt, IsString } from 'class-validator';
import fc from 'fast-check';
import type { EventEnvelope } from '../envelope.js';
import { HandlerRegistry, type Preparation, type RegisteredHandler } from './handlers.js';
import type { InboxEvent } from './inbox-event.js';
import { plan } from './plan.js';
import type { Upcaster } from './upcasting.js';

class Named {
  @IsString()
  name!: string;
}

class Counted {
  @IsInt()
  count!: number;
}

const typeOf = (major: number): string => `events.cards.named.v${String(major)}`;

/** v1 → v2 → … → v5: each step says that it was taken. */
const CHAIN: readonly Upcaster[] = [1, 2, 3, 4].map((major) => ({
  from: typeOf(major),
  to: typeOf(major + 1),
  upcast: (data) => ({ ...(data as { name: string }), [`step${String(major)}`]: true }),
}));

function handlerOf(contract: new () => object, type: string): RegisteredHandler {
  return {
    contract: Object.assign(contract, { type }),
    batch: false,
    invoke: () => Promise.resolve(),
  };
}

/** A consumer that takes these majors of `named`, and v1 of `counted`. */
function consumer(majors: readonly number[], upcasters: readonly Upcaster[] = CHAIN): HandlerRegistry {
  const handlers = majors.map((major) => [typeOf(major), handlerOf(Named, typeOf(major))] as const);
  const other = ['events.cards.counted.v1', handlerOf(Counted, 'events.cards.counted.v1')] as const;
  return new HandlerRegistry(new Map([...handlers, other]), upcasters);
}

function envelope(type: string, twins: readonly string[] = [], sequence = 1): EventEnvelope {
  return {
    id: `event-${String(sequence)}`,
    source: '/services/cards',
    type,
    subject: 'a',
    time: '2026-01-01T00:00:00.000Z',
    sequence,
    correlationId: 'c',
    causationId: 'c',
    ...(twins.length === 0 ? {} : { twins }),
    data: { name: 'Ada', unknownHere: true },
  };
}

const prepare = (registry: HandlerRegistry, major: number, ...twins: number[]): Preparation =>
  registry.prepare(envelope(typeOf(major), twins.map(typeOf)));

describe('what becomes of a major', () => {
  it('that has a handler: it is handled, as an instance of its class', () => {
    const prepared = prepare(consumer([1]), 1);
    expect(prepared).toMatchObject({ kind: 'handle', through: 1, event: { type: typeOf(1) } });
    expect(prepared.kind === 'handle' && prepared.event.data).toBeInstanceOf(Named);
  });

  it('of an event that nothing here handles: it passes', () => {
    expect(prepare(consumer([]), 7)).toEqual({ kind: 'pass' });
    expect(consumer([1]).prepare(envelope('something else'))).toEqual({ kind: 'pass' });
  });

  it('whose newer twin is handled: it passes, and the newer one is handled', () => {
    const registry = consumer([2]);
    expect(prepare(registry, 1, 2)).toEqual({ kind: 'pass' });
    expect(prepare(registry, 2, 1)).toMatchObject({ kind: 'handle', through: 1 });
  });

  it('whose older twin is handled: the cursor steps over it with the older one', () => {
    const registry = consumer([1]);
    expect(prepare(registry, 1, 2, 3)).toMatchObject({ kind: 'handle', through: 3 });
    expect(prepare(registry, 2, 1, 3)).toMatchObject({ kind: 'refuse', reason: 'unknown-version' });
  });

  it('that is older: it is upcast, step by step, and handled as the newer one', () => {
    expect(prepare(consumer([3]), 1)).toMatchObject({
      kind: 'handle',
      event: {
        id: 'event-1',
        sequence: 1,
        type: typeOf(3),
        originalType: typeOf(1),
        data: { name: 'Ada', unknownHere: true, step1: true, step2: true },
      },
    });
  });

  it('that is older, of several: the newest is upcast, the others pass', () => {
    const registry = consumer([4]);
    expect(prepare(registry, 1, 2)).toEqual({ kind: 'pass' });
    expect(prepare(registry, 2, 1)).toMatchObject({ kind: 'handle', event: { originalType: typeOf(2) } });
  });

  it('that is older, where a step is missing: it is refused, and the chain is named', () => {
    const broken = CHAIN.filter(({ from }) => from !== typeOf(2));
    expect(prepare(consumer([3], broken), 1)).toMatchObject({
      kind: 'refuse',
      reason: 'unknown-version',
      message: `No chain of upcasters leads from ${typeOf(1)} to ${typeOf(3)}`,
    });
  });

  it('that is newer: it is refused, so that a later version of the service may take it', () => {
    expect(prepare(consumer([1]), 2)).toMatchObject({ kind: 'refuse', reason: 'unknown-version' });
  });

  it('that is upcast to what is not valid: it is refused as invalid', () => {
    const upcast = (data: unknown): unknown => ({ ...(data as object), name: 3 });
    const registry = consumer([2], [{ from: typeOf(1), to: typeOf(2), upcast }]);
    expect(prepare(registry, 1)).toMatchObject({ kind: 'refuse', reason: 'invalid' });
  });

  it('that its upcaster can not read: it is refused as invalid', () => {
    const upcast = (): never => {
      throw new TypeError('no such field');
    };
    const registry = consumer([2], [{ from: typeOf(1), to: typeOf(2), upcast }]);
    expect(prepare(registry, 1)).toMatchObject({ kind: 'refuse', message: expect.stringContaining('field') });
  });
});

describe('a consumer', () => {
  it('takes one major of an event, never two', () => {
    expect(() => consumer([1, 2])).toThrow('a service takes one major');
  });

  it('has no two upcasters for one step, and none that leaps', () => {
    expect(() => consumer([1], [...CHAIN, CHAIN[0]!])).toThrow(`Two upcasters lead from ${typeOf(1)}`);
    const leap = { from: typeOf(1), to: typeOf(3), upcast: (data: unknown) => data };
    expect(() => consumer([1], [leap])).toThrow('from one major to the next');
  });
});

/** Acts, each published in some majors between 1 and 5, one behind the other in one aggregate. */
function history(acts: readonly (readonly number[])[]): { act: number; envelope: EventEnvelope }[] {
  const events = acts.flatMap((majors, act) => {
    const ascending = [...majors].sort((a, b) => a - b);
    return ascending.map((major) => ({ act, major, twins: ascending.filter((other) => other !== major) }));
  });
  return events.map(({ act, major, twins }, index) => ({
    act,
    envelope: envelope(typeOf(major), twins.map(typeOf), index + 1),
  }));
}

/** What a durable consumer would hand over again and again until it is applied or stands refused. */
function deliver(
  registry: HandlerRegistry,
  events: readonly EventEnvelope[],
  from: number,
): { cursor: number; taken: EventEnvelope[] } {
  const inbox = events.map((each): InboxEvent => ({
    envelope: each,
    body: '',
    partition: 0,
    preparation: registry.prepare(each),
  }));
  const known = { cursors: new Map([['/services/cards a', from]]), parked: new Map<string, Set<number>>() };
  const decided = plan(inbox, known);
  const taken = decided.apply.filter(({ preparation }) => preparation.kind === 'handle');
  return { cursor: decided.moves[0]?.to ?? from, taken: taken.map((each) => each.envelope) };
}

const ACTS = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});

describe('acts published in any majors', () => {
  it('have each one effect where no major is newer than the handled one, in any order and more than once', () => {
    fc.assert(
      fc.property(ACTS, fc.array(fc.nat(), { maxLength: 30 }), (acts, order) => {
        const events = history(acts);
        const batch = [...events, ...order.map((index) => events[index % events.length]!)];
        const shuffled = batch
          .map((event, index) => ({ event, at: order[index % Math.max(order.length, 1)] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ event }) => event.envelope);
        const { cursor, taken } = deliver(consumer([5]), shuffled, 0);
        expect(cursor).toBe(events.length);
        const actOf = new Map(events.map((each) => [each.envelope.sequence, each.act]));
        expect(taken.map(({ sequence }) => actOf.get(sequence))).toEqual(acts.map((_, act) => act));
      }),
    );
  });

  it('have each one effect while the consumer moves from major to major, wherever its batches end', () => {
    const cut = fc.record({ at: fc.nat({ max: 24 }), step: fc.nat({ max: 2 }) });
    fc.assert(
      fc.property(ACTS, fc.array(cut, { maxLength: 6 }), (acts, cuts) => {
        const events = history(acts);
        const actOf = new Map(events.map((each) => [each.envelope.sequence, each.act]));
        const effects: (number | undefined)[] = [];
        let [cursor, major] = [0, 1];
        for (const { at, step } of [...cuts.sort((a, b) => a.at - b.at), { at: events.length, step: 5 }]) {
          // What this version can not take stays refused, and is handed over again to the next.
          const batch = events.slice(0, at).map((each) => each.envelope);
          const result = deliver(consumer([major]), batch, cursor);
          cursor = result.cursor;
          effects.push(...result.taken.map(({ sequence }) => actOf.get(sequence)));
          major = Math.min(major + step, 5);
        }
        const rest = deliver(
          consumer([5]),
          events.map((each) => each.envelope),
          cursor,
        );
        effects.push(...rest.taken.map(({ sequence }) => actOf.get(sequence)));
        expect(effects).toEqual(acts.map((_, act) => act));
        expect(rest.cursor).toBe(events.length);
      }),
    );
  });
});
