import 'reflect-metadata';
import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import {
  ADA,
  at,
  BOB,
  type CardAct,
  changes,
  collects,
  type Collection,
  type Connection,
  connects,
  deletes,
  disconnects,
  EVE,
  type Handler,
  id,
  learns,
  removes,
  saves,
  takesOut,
  turns,
  urlOf,
} from '../../test/story.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { MarkRead } from './mark-read.js';

let world: NotificationsDatabase;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.clear());

const of = (recipient: string) => world.of(recipient);
const unread = async (recipient: string) => (await world.reader.counts(recipient)).unread;
const handle = (...handlers: readonly Handler[]) => world.handle(...handlers);

const bobs: CardAct = { card: 1, curator: BOB };
const eves: CardAct = { card: 2, curator: EVE };
const tides: Collection = { collection: 21, author: BOB, name: 'Tides' };
/** Ada connects a work of Bob's with one of Eve's. */
const drawn: Connection = { connection: 31, curator: ADA, source: urlOf(1), target: urlOf(2), seconds: 10 };

describe('a connection', () => {
  it('is told to everyone who has either work in the library, and not to who drew it', async () => {
    await handle(saves(bobs), saves(eves), saves({ card: 3, curator: ADA, url: urlOf(1) }), connects(drawn));
    const connection = {
      connectionId: id(31),
      connectionType: 'RELATED',
      source: { url: urlOf(1), title: `The work at ${urlOf(1)}` },
      target: { url: urlOf(2), title: `The work at ${urlOf(2)}` },
    };
    const told = {
      type: 'USER_CONNECTED_YOUR_URL',
      actorId: ADA,
      actId: id(31),
      createdAt: at(10),
      connection,
    };
    expect(await of(BOB)).toMatchObject([{ ...told, card: { cardId: id(1), title: 'Work 1' } }]);
    expect(await of(EVE)).toMatchObject([{ ...told, card: { cardId: id(2), title: 'Work 2' } }]);
    expect(await of(ADA)).toEqual([]);
  });

  it('is told once to who has both', async () => {
    await handle(saves(bobs), saves({ ...eves, curator: BOB }), connects(drawn));
    expect(await of(BOB)).toHaveLength(1);
    expect(await unread(BOB)).toBe(1);
  });

  it('concerns who has a work by an import too, and nobody who saves it later', async () => {
    await handle(saves({ ...bobs, imported: true }), saves({ ...eves, seconds: 11 }), connects(drawn));
    expect(await of(BOB)).toHaveLength(1);
    expect(await of(EVE)).toEqual([]);
  });

  it('does not concern any longer who takes the work out of the library', async () => {
    await handle(saves(bobs), connects(drawn), removes(bobs));
    expect(await of(BOB)).toEqual([]);
  });

  it('is shown as it is after a change, to the same people, read or not', async () => {
    await handle(saves(bobs), connects(drawn));
    const [told] = await of(BOB);
    await new MarkRead(world.log, world.reader, new InboxRepository()).execute(BOB, told!.notificationId);
    await handle(turns(drawn));
    expect(await of(BOB)).toMatchObject([
      {
        notificationId: told!.notificationId,
        createdAt: at(10),
        read: true,
        connection: { connectionType: 'SUPPORTS', source: { url: urlOf(2) }, target: { url: urlOf(1) } },
      },
    ]);
  });

  it('that is taken back is told to nobody', async () => {
    await handle(saves(bobs), connects(drawn), disconnects(drawn));
    expect(await of(BOB)).toEqual([]);
    expect(await unread(BOB)).toBe(0);
  });

  it('of a collection is told to its author, as that and not as a work of theirs', async () => {
    const address = `https://example.org/collections/${id(21)}`;
    await handle(saves({ ...bobs, url: address }), saves({ ...eves, url: address }));
    await handle(connects({ ...drawn, source: tides }));
    const collections = [{ collectionId: id(21), name: 'Tides' }];
    expect(await of(BOB)).toMatchObject([
      { type: 'USER_CONNECTED_YOUR_COLLECTION', collections, card: null },
    ]);
    expect(await of(EVE)).toMatchObject([{ type: 'USER_CONNECTED_YOUR_URL', collections: [] }]);
  });
});

describe('what changes after the act', () => {
  const adas: CardAct = { card: 4, curator: ADA, via: { card: 1, curator: BOB } };

  it('shows a work under the title that became known, and a collection under its new name', async () => {
    await handle(
      saves(adas),
      collects(adas, tides),
      learns(adas, 'Of Tides'),
      changes({ ...tides, name: 'Sea' }),
    );
    expect(await of(BOB)).toMatchObject([
      { card: { title: 'Of Tides' }, collections: [{ name: 'Sea' }], type: 'USER_ADDED_YOUR_CARD' },
    ]);
  });

  it('tells new collaborators of what comes; former ones keep what they were told', async () => {
    const withEve = { ...tides, collaborators: [EVE] };
    await handle(collects(adas, tides), changes(withEve), collects({ ...adas, card: 5 }, withEve));
    await handle(changes(tides), collects({ ...adas, card: 6 }, tides));
    expect((await of(EVE)).map(({ card }) => card?.cardId)).toEqual([id(5)]);
    expect(await of(BOB)).toHaveLength(3);
  });

  it('withdraws what a deleted collection gave reason for, and leaves the other reasons', async () => {
    await handle(saves(adas), collects(adas, tides), deletes(tides));
    expect(await of(BOB)).toMatchObject([{ type: 'USER_ADDED_YOUR_CARD', collections: [] }]);
    expect(await unread(BOB)).toBe(1);
  });
});

describe('in whatever order the events of different aggregates come', () => {
  const withEve = { ...tides, collaborators: [EVE] };
  const adas: CardAct = { card: 4, curator: ADA, via: { card: 1, curator: BOB }, seconds: 5 };
  const another: CardAct = { card: 5, curator: ADA, url: urlOf(1), seconds: 6 };
  const ofCollection: Connection = { ...drawn, connection: 32, target: tides };
  const gone: Connection = { ...drawn, connection: 33 };
  /** What one aggregate tells, in its order. */
  const streams: readonly (readonly Handler[])[] = [
    [saves(bobs), learns(bobs, 'Newly known')],
    [saves(eves), removes(eves)],
    [saves(adas), learns(adas, 'Of Tides')],
    [saves(another), removes(another)],
    [collects(adas, tides), changes(withEve), collects(another, withEve), takesOut(another, withEve)],
    [collects({ ...adas, save: 9 }, { ...withEve, collection: 22 }), deletes({ ...withEve, collection: 22 })],
    [connects(drawn), turns(drawn)],
    [connects(ofCollection)],
    [connects(gone), disconnects(gone)],
  ];

  /** Draws an order by saying, step by step, which stream goes on. */
  const interleaved = fc
    .shuffledSubarray(
      streams.flatMap((stream, index) => stream.map(() => index)),
      { minLength: streams.flat().length },
    )
    .map((turnsOf) => {
      const next = streams.map(() => 0);
      return turnsOf.map((stream) => streams[stream]![next[stream]!++]!);
    });

  const outcome = async () => ({ bob: await of(BOB), eve: await of(EVE), ada: await of(ADA) });

  it('people are told the same', async () => {
    await handle(...streams.flat());
    const expected = await outcome();
    expect(expected.bob.map(({ type }) => type).toSorted()).toEqual([
      'USER_ADDED_YOUR_CARD',
      'USER_CONNECTED_YOUR_COLLECTION',
      'USER_CONNECTED_YOUR_URL',
    ]);
    await fc.assert(
      fc.asyncProperty(interleaved, async (order) => {
        await world.clear();
        await handle(...order);
        expect(await outcome()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
