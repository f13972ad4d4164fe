import 'reflect-metadata';
import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import {
  ADA,
  at,
  BOB,
  type CardAct,
  collects,
  type Collection,
  type Connection,
  connects,
  deletes,
  disconnects,
  EVE,
  type Handler,
  id,
  removes,
  saves,
  takesOut,
  urlOf,
} from '../../test/story.js';
import { type Choice, choiceId, evolve } from '../domain/choice.js';
import type { ChoiceKind } from '../domain/choice-kind.js';
import type { ChoiceEvent } from '../domain/choice-events.js';
import { ChoiceRepository } from '../infrastructure/choice-repository.js';
import { ChangeChoices } from './change-choices.js';

let world: NotificationsDatabase;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.clear());

const of = (recipient: string) => world.of(recipient);
const unread = async (recipient: string) => (await world.reader.counts(recipient)).unread;
const typesOf = async (recipient: string) => (await of(recipient)).map(({ type }) => type);
const handle = (...handlers: readonly Handler[]) => world.handle(...handlers);
/** Eve chose something from second 0, to a second or for good. */
const eveChose = (kind: ChoiceKind, subject: string, until?: number) =>
  world.choose(
    { personId: EVE, kind, subject },
    { since: at(0), until: until === undefined ? null : at(until) },
  );

const adas: CardAct = { card: 1, curator: ADA, seconds: 10 };
const tides: Collection = { collection: 21, author: BOB, name: 'Tides' };
const drawn: Connection = { connection: 31, curator: ADA, source: urlOf(1), target: urlOf(2), seconds: 10 };

describe('a subscription', () => {
  it('to a user tells of the cards that they save', async () => {
    await eveChose('CARDS_OF_USER', ADA);
    await handle(saves(adas), connects(drawn));
    expect(await of(EVE)).toMatchObject([
      {
        type: 'SUBSCRIBED_USER_ADDED_CARD',
        actorId: ADA,
        card: { cardId: id(1), title: 'Work 1' },
        createdAt: at(10),
      },
    ]);
  });

  it('to a user tells of the connections that they draw, where that was asked for', async () => {
    await eveChose('CONNECTIONS_OF_USER', ADA);
    await handle(saves(adas), connects(drawn));
    expect(await of(EVE)).toMatchObject([
      { type: 'SUBSCRIBED_USER_MADE_CONNECTION', connection: { connectionId: id(31) }, card: null },
    ]);
  });

  it('to a collection tells of the cards that are added', async () => {
    await eveChose('CARDS_OF_COLLECTION', id(21));
    await handle(collects(adas, tides), collects({ ...adas, card: 2 }, { ...tides, collection: 22 }));
    const collections = [{ collectionId: id(21), name: 'Tides' }];
    expect(await of(EVE)).toMatchObject([
      { type: 'CARD_ADDED_TO_SUBSCRIBED_COLLECTION', collections, card: { cardId: id(1) } },
    ]);
  });

  it('tells nobody of what they did themselves', async () => {
    await eveChose('CARDS_OF_COLLECTION', id(21));
    await handle(collects({ ...adas, curator: EVE }, tides));
    expect(await of(EVE)).toEqual([]);
  });

  it('tells of nothing that happened before it or after it, and keeps what happened between', async () => {
    await eveChose('CARDS_OF_USER', ADA, 20);
    await handle(
      saves({ ...adas, card: 1, seconds: -1 }),
      saves({ ...adas, card: 2, seconds: 0 }),
      saves({ ...adas, card: 3, seconds: 19 }),
      saves({ ...adas, card: 4, seconds: 20 }),
    );
    expect((await of(EVE)).map(({ card }) => card?.cardId)).toEqual([id(3), id(2)]);
  });

  it('tells of no import', async () => {
    await eveChose('CARDS_OF_USER', ADA);
    await eveChose('CARDS_OF_COLLECTION', id(21));
    await handle(saves({ ...adas, imported: true }), collects({ ...adas, imported: true }, tides));
    expect(await of(EVE)).toEqual([]);
  });

  it('takes back what is undone', async () => {
    await eveChose('CARDS_OF_USER', ADA);
    await eveChose('CONNECTIONS_OF_USER', ADA);
    await eveChose('CARDS_OF_COLLECTION', id(21));
    await eveChose('CARDS_OF_COLLECTION', id(22));
    const ocean = { ...tides, collection: 22 };
    const another = { ...adas, card: 2 };
    await handle(
      saves(adas),
      connects(drawn),
      collects(another, tides),
      collects({ ...another, save: 3 }, ocean),
    );
    expect(await of(EVE)).toHaveLength(4);
    await handle(removes(adas), disconnects(drawn), takesOut(another, tides), deletes(ocean));
    expect(await of(EVE)).toEqual([]);
    expect(await unread(EVE)).toBe(0);
  });
});

describe('one act with several reasons', () => {
  const evesTides = { ...tides, collaborators: [EVE] };

  it.each<[string, string, Collection, ChoiceKind[], Partial<CardAct>]>([
    ['the owner', 'USER_ADDED_TO_YOUR_COLLECTION', evesTides, ['CARDS_OF_COLLECTION', 'CARDS_OF_USER'], {}],
    [
      'the collection',
      'CARD_ADDED_TO_SUBSCRIBED_COLLECTION',
      tides,
      ['CARDS_OF_COLLECTION', 'CARDS_OF_USER'],
      {},
    ],
    ['the user', 'SUBSCRIBED_USER_ADDED_CARD', tides, ['CARDS_OF_USER'], {}],
    [
      'the card that led to it',
      'USER_ADDED_YOUR_CARD',
      evesTides,
      ['CARDS_OF_COLLECTION', 'CARDS_OF_USER'],
      { via: { card: 9, curator: EVE } },
    ],
  ])(
    'is told once, by %s, whichever comes first and however often',
    async (_, type, collection, kinds, more) => {
      for (const kind of kinds) await eveChose(kind, kind === 'CARDS_OF_USER' ? ADA : id(21));
      const act = { ...adas, ...more };
      const [saved, collected] = [saves(act), collects(act, collection)];
      await handle(saved, collected);
      const told = await of(EVE);
      expect(told).toMatchObject([{ type, card: { cardId: id(1) } }]);
      await handle(saved, collected);
      expect(await of(EVE)).toEqual(told);
      await world.clear();
      for (const kind of kinds) await eveChose(kind, kind === 'CARDS_OF_USER' ? ADA : id(21));
      await handle(collected, saved);
      expect(await of(EVE)).toEqual(told);
      expect(await unread(EVE)).toBe(1);
    },
  );

  it('takes the more specific that comes second in the place of the first, and the next when it is undone', async () => {
    await eveChose('CARDS_OF_USER', ADA);
    await handle(saves(adas));
    const [first] = await of(EVE);
    await handle(collects(adas, evesTides));
    expect(await of(EVE)).toMatchObject([
      { notificationId: first!.notificationId, type: 'USER_ADDED_TO_YOUR_COLLECTION' },
    ]);
    await handle(takesOut(adas, evesTides));
    expect(await of(EVE)).toEqual([first]);
  });

  it('says of a connection that one has the work, before that one is subscribed to who drew it', async () => {
    await eveChose('CONNECTIONS_OF_USER', ADA);
    await handle(saves({ ...adas, curator: EVE, seconds: 1 }), connects(drawn));
    expect(await typesOf(EVE)).toEqual(['USER_CONNECTED_YOUR_URL']);
  });
});

describe('what somebody does not want to hear of', () => {
  const evesTides = { ...tides, collaborators: [EVE] };

  it('is not told while a user is muted, neither then nor when they are heard again', async () => {
    await eveChose('MUTED_USER', ADA, 20);
    await handle(collects(adas, evesTides), collects({ ...adas, card: 2, seconds: 21 }, evesTides));
    expect((await of(EVE)).map(({ card }) => card?.cardId)).toEqual([id(2)]);
    expect(await unread(EVE)).toBe(1);
    expect(await of(BOB)).toHaveLength(2);
  });

  it('is not told while a collection is muted, but what else the act is about', async () => {
    await eveChose('MUTED_COLLECTION', id(21));
    const act = { ...adas, via: { card: 9, curator: EVE } };
    await handle(saves(act), collects(act, evesTides), collects({ ...adas, card: 2 }, evesTides));
    expect(await of(EVE)).toMatchObject([{ type: 'USER_ADDED_YOUR_CARD', collections: [] }]);
  });

  it('is not told while its type is off; the next that is on is', async () => {
    await eveChose('TYPE_OFF', 'USER_ADDED_TO_YOUR_COLLECTION');
    await eveChose('CARDS_OF_USER', ADA);
    await handle(saves(adas), collects(adas, evesTides), collects({ ...adas, card: 2 }, evesTides));
    expect(await typesOf(EVE)).toEqual(['SUBSCRIBED_USER_ADDED_CARD']);
  });
});

describe('choices and events in any order', () => {
  const evesTides = { ...tides, collaborators: [EVE] };
  const another: CardAct = { card: 2, curator: ADA, seconds: 15 };
  const streams: readonly (readonly Handler[])[] = [
    [saves(adas)],
    [saves(another), removes(another)],
    [collects(adas, tides), collects({ ...another, save: 7 }, evesTides)],
    [collects({ ...adas, save: 8, seconds: 30 }, { ...tides, collection: 22 })],
    [connects(drawn)],
    [() => eveChose('CARDS_OF_USER', ADA, 25)],
    [() => eveChose('CONNECTIONS_OF_USER', ADA)],
    [() => eveChose('CARDS_OF_COLLECTION', id(21))],
    [() => eveChose('CARDS_OF_COLLECTION', id(22))],
    [() => eveChose('MUTED_COLLECTION', id(22), 20)],
  ];

  it('come to the same', async () => {
    await handle(...streams.flat());
    const expected = await of(EVE);
    expect(expected.map(({ type }) => type).toSorted()).toEqual([
      'CARD_ADDED_TO_SUBSCRIBED_COLLECTION',
      'CARD_ADDED_TO_SUBSCRIBED_COLLECTION',
      'SUBSCRIBED_USER_MADE_CONNECTION',
    ]);
    const shuffled = fc.shuffledSubarray([...streams], { minLength: streams.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        await world.clear();
        await handle(...order.flat());
        expect(await of(EVE)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

describe('a stored choice', () => {
  it('is what folding its events gives', async () => {
    const repository = new ChoiceRepository();
    const choices = new ChangeChoices(world.log, repository);
    const key = { personId: EVE, kind: 'MUTED_USER', subject: ADA } as const;
    for (const on of [true, true, false, true, false, false]) {
      const [since] = await choices.execute(EVE, [{ ...key, on }]);
      expect(since !== undefined).toBe(on);
    }
    const events = await world.eventsOf<ChoiceEvent>(choiceId(key));
    const folded = events.reduce<Choice | undefined>(evolve, undefined);
    expect(folded?.version).toBe(4);
    expect(await world.log.transaction(({ sql }) => repository.find(sql, key))).toEqual(folded);
  });

  it('is one, however many ask for it at once', async () => {
    const choices = new ChangeChoices(world.log, new ChoiceRepository());
    const ask = () => choices.execute(BOB, [{ kind: 'MUTED_USER', subject: ADA, on: true }]);
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(answers.flat()).size).toBe(1);
  });
});
