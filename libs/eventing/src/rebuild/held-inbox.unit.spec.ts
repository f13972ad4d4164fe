import type { InboxEvent } from '../inbox/inbox-event.js';
import { HeldInbox } from './held-inbox.js';

const NOTHING = { parked: false, unblocks: false };

const event = (aggregateId: string, sequence: number, parked = false): InboxEvent => ({
  envelope: {
    id: `${aggregateId}-${String(sequence)}`,
    source: '/services/cards',
    type: 'events.cards.thing.v1',
    subject: aggregateId,
    time: '2026-01-01T00:00:00.000Z',
    sequence,
    correlationId: 'test',
    causationId: 'test',
    data: {},
  },
  body: '',
  partition: 0,
  preparation: { kind: 'pass' },
  ...(parked ? { parked: { attempts: 0 } } : {}),
});

/** An inbox that takes note of what it handles, and fails as often as it is told to. */
function inbox(failures = 0) {
  const held = new HeldInbox();
  const handled: string[] = [];
  let left = failures;
  const process = held.around((events) => {
    if (left-- > 0) return Promise.reject(new Error('a race was lost'));
    handled.push(...events.map(({ envelope }) => envelope.id));
    return Promise.resolve(NOTHING);
  });
  return { held, handled, process };
}

describe('the inbox of a rebuild', () => {
  it('lets everything through at first', async () => {
    const { handled, process } = inbox();
    await process([event('a', 1), event('b', 1)], false);
    expect(handled).toEqual(['a-1', 'b-1']);
  });

  it('keeps what comes while it is held, and handles it when it is released', async () => {
    const { held, handled, process } = inbox();
    await held.hold();
    expect(await process([event('a', 1)], false)).toEqual(NOTHING);
    await process([event('a', 2)], false);
    expect(handled).toEqual([]);
    await held.release();
    expect(handled).toEqual(['a-1', 'a-2']);
    await process([event('a', 3)], false);
    expect(handled).toEqual(['a-1', 'a-2', 'a-3']);
  });

  it('lets through just what is within the limits, of what was kept and of what comes', async () => {
    const { held, handled, process } = inbox();
    await held.hold();
    await process([event('a', 1), event('a', 2), event('b', 1)], false);
    await held.letThrough(new Map([['/services/cards a', 1]]));
    expect(handled).toEqual(['a-1']);
    await process([event('a', 3), event('c', 1)], false);
    expect(handled).toEqual(['a-1']);
    await held.release();
    expect(handled.toSorted()).toEqual(['a-1', 'a-2', 'a-3', 'b-1', 'c-1']);
  });

  it('leaves in parking what lies there', async () => {
    const { held, handled, process } = inbox();
    await held.hold();
    await process([event('a', 1, true)], true);
    await held.release();
    expect(handled).toEqual([]);
  });

  it('is held when what was under way has ended', async () => {
    const held = new HeldInbox();
    const work = Promise.withResolvers<typeof NOTHING>();
    const process = held.around(() => work.promise);
    const processed = process([event('a', 1)], false);
    let isHeld = false;
    const holding = held.hold().then(() => {
      isHeld = true;
    });
    await Promise.resolve();
    expect(isHeld).toBe(false);
    work.resolve(NOTHING);
    await processed;
    await holding;
    expect(isHeld).toBe(true);
  });

  it('goes again when it loses a race for what it had kept', async () => {
    const { held, handled, process } = inbox(2);
    await held.hold();
    await process([event('a', 1)], false);
    await held.release();
    expect(handled).toEqual(['a-1']);
  });
});
