import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardContentChangedV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  CollectionCreatedV2,
  CollectionDeletedV1,
  ConnectionChangedV1,
  ConnectionCreatedV1,
  ConnectionRemovedV1,
  eventOf,
} from '#contracts';
import type { RunningService } from '#platform';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { LiveClient } from '../../../test/support/live-client.js';
import { historyViolations } from '../test/history-check.js';
import { feedsService } from './service.js';

let feeds: ServiceKit;
let replica: RunningService;
const clients: LiveClient[] = [];

beforeAll(async () => {
  feeds = await ServiceKit.start(feedsService);
  replica = await feeds.replica('feeds-other');
}, 60_000);

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => {
  expect(await historyViolations(feeds.sql)).toEqual([]);
  await feeds.stop();
});

const someone = () => `did:plc:${randomUUID()}`;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function connect(
  path: string,
  { as, lastEventId, at = feeds.url }: { as?: string; lastEventId?: string; at?: string } = {},
): Promise<LiveClient> {
  const client = await LiveClient.open(new URL(`/feeds/${path}`, at), {
    ...(as === undefined ? {} : { as }),
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
  clients.push(client);
  return client;
}

interface Save {
  cardId: string;
  saveId: string;
  curatorId: string;
  url: string;
  addedAt: string;
  importId?: string;
}

const saveBy = (curatorId: string, more: Partial<Save> = {}): Save => {
  const cardId = randomUUID();
  const url = `https://example.org/${cardId}`;
  return { cardId, saveId: randomUUID(), curatorId, url, addedAt: minutesAgo(0), ...more };
};

const publish = (id: string, event: object) => feeds.publish('cards', id, event);

const save = (card: Save) =>
  publish(card.cardId, eventOf(CardAddedToLibraryV1, { ...card, metadata: { title: 'Tides' } }));

const collect = ({ curatorId, ...card }: Save, collectionId: string) =>
  publish(
    collectionId,
    eventOf(CardAddedToCollectionV1, {
      ...card,
      collectionId,
      collectionName: 'Tides',
      authorId: curatorId,
      collaboratorIds: [],
      cardCuratorId: curatorId,
      addedBy: curatorId,
      metadata: { title: 'Tides' },
    }),
  );

const uncollect = ({ cardId, curatorId }: Save, collectionId: string) =>
  publish(
    collectionId,
    eventOf(CardRemovedFromCollectionV1, {
      collectionId,
      cardId,
      removedBy: curatorId,
      removedAt: minutesAgo(0),
    }),
  );

const remove = ({ cardId, curatorId, url }: Save, removedAt = minutesAgo(0)) =>
  publish(cardId, eventOf(CardRemovedFromLibraryV1, { cardId, curatorId, url, removedAt }));

async function collectionBy(authorId: string): Promise<string> {
  const collectionId = randomUUID();
  const made = { collectionId, authorId, name: 'Tides', access: 'CLOSED' } as const;
  await publish(collectionId, eventOf(CollectionCreatedV2, made));
  await feeds.untilSettled();
  return collectionId;
}

/** Drawn by somebody between two works. */
const connection = (curatorId: string, source: string, target: string) => ({
  connectionId: randomUUID(),
  curatorId,
  connectionType: 'RELATED' as const,
  source: { url: source, metadata: {} },
  target: { url: target, metadata: {} },
});

const items = async (path: string, as?: string) => {
  const { body } = await feeds.request('GET', `/feeds/${path}`, as === undefined ? {} : { as });
  return (body as { items: { activityId: string; actorId: string }[] }).items;
};

describe('the stream of a feed', () => {
  it('tells what comes, as the feed has it, on every replica', async () => {
    const ada = someone();
    const [one, other] = [
      await connect('global/stream'),
      await connect('global/stream', { at: replica.url }),
    ];
    await save(saveBy(ada));
    for (const client of [one, other]) {
      const { data } = await client.until('activity', ({ actorId }) => actorId === ada);
      expect(data).toEqual((await items(`users/${ada}`))[0]);
    }
  });

  it('is of a user, of what a reader follows, of a collection, or of a work', async () => {
    const [ada, bob, reader] = [someone(), someone(), someone()];
    const [adas, bobs] = [await collectionBy(ada), await collectionBy(bob)];
    await feeds.request('PUT', `/follows/users/${ada}`, { as: reader });
    await feeds.request('PUT', `/follows/collections/${bobs}`, { as: reader });
    const work = saveBy(bob).url;
    const ofWork = `url/stream?url=${encodeURIComponent(work)}`;
    const streams = {
      user: await connect(`users/${ada}/stream`),
      following: await connect('following/stream', { as: reader }),
      followedUsers: await connect('following/stream?followed=USER', { as: reader }),
      collection: await connect(`collections/${bobs}/stream`),
      work: await connect(ofWork),
    };
    const saves = {
      adas: saveBy(ada),
      adasWork: saveBy(ada, { url: work }),
      bobsCollected: saveBy(bob),
      bobsImported: saveBy(bob, { url: work, importId: randomUUID() }),
    };
    await save(saves.adas);
    await collect(saves.adas, adas);
    await save(saves.adasWork);
    await save(saves.bobsImported);
    await save(saves.bobsCollected);
    await collect(saves.bobsCollected, bobs);
    const drawn = { ...connection(bob, work, 'https://example.org/'), createdAt: minutesAgo(0) };
    await publish(drawn.connectionId, eventOf(ConnectionCreatedV1, drawn));
    const told = (client: LiveClient) =>
      new Set(client.of('activity').map(({ activityId }) => activityId as string));
    const ids = async (path: string, as?: string) =>
      new Set((await items(path, as)).map(({ activityId }) => activityId));
    const madeBy = (await items(`collections/${bobs}`)).filter(({ actorId }) => actorId === bob);
    expect(madeBy).not.toEqual([]);
    await feeds.untilSettled();
    await eventually(async () => {
      const ofAda = await ids(`users/${ada}?type=CARD_COLLECTED`);
      expect(ofAda.size).toBe(2);
      expect(told(streams.user)).toEqual(ofAda);
      expect(told(streams.followedUsers)).toEqual(ofAda);
      const collected = await ids(`collections/${bobs}?type=CARD_COLLECTED`);
      expect(collected.size).toBe(1);
      expect(told(streams.collection)).toEqual(collected);
      expect(told(streams.following)).toEqual(new Set([...ofAda, ...collected]));
      const ofTheWork = await ids(ofWork.replace('/stream', ''));
      expect(ofTheWork.size).toBe(3);
      expect(told(streams.work)).toEqual(ofTheWork);
    });
  });

  it('leaves out what its filter leaves out', async () => {
    const [ada, bob] = [someone(), someone()];
    const adas = await connect(`global/stream?actor=${ada}&type=CONNECTION_CREATED`);
    const drawn = { ...connection(ada, saveBy(ada).url, saveBy(ada).url), createdAt: minutesAgo(0) };
    await save(saveBy(ada));
    await save(saveBy(bob));
    await publish(drawn.connectionId, eventOf(ConnectionCreatedV1, drawn));
    await adas.until('activity');
    await feeds.untilSettled();
    expect(adas.events).toMatchObject([
      { event: 'activity', data: { actorId: ada, type: 'CONNECTION_CREATED' } },
    ]);
  });

  it('tells what changes, and what goes', async () => {
    const ada = someone();
    const client = await connect(`users/${ada}/stream`);
    const card = saveBy(ada);
    await save(card);
    const { activityId } = (await client.until('activity')).data;
    const written = { cardId: card.cardId, curatorId: ada, url: card.url, cardType: 'URL' } as const;
    const noted = eventOf(CardContentChangedV1, { ...written, note: 'Ebb', changedAt: minutesAgo(0) });
    await publish(card.cardId, noted);
    await eventually(() => {
      expect(client.of('activity').at(-1)).toMatchObject({ activityId, cards: [{ note: 'Ebb' }] });
    });
    await remove(card);
    expect((await client.until('activity-gone')).data).toEqual({ activityId });

    const drawn = { ...connection(ada, card.url, saveBy(ada).url), createdAt: minutesAgo(0) };
    const { createdAt: _, ...edited } = { ...drawn, note: 'Flow' };
    await publish(drawn.connectionId, eventOf(ConnectionCreatedV1, drawn));
    await publish(drawn.connectionId, eventOf(ConnectionChangedV1, { ...edited, changedAt: minutesAgo(0) }));
    await eventually(() => {
      expect(client.of('activity').at(-1)).toMatchObject({ connection: { note: 'Flow' } });
    });
    const { connectionId, curatorId, connectionType, source, target } = drawn;
    const undone = { connectionId, curatorId, connectionType, sourceUrl: source.url, targetUrl: target.url };
    await publish(connectionId, eventOf(ConnectionRemovedV1, { ...undone, removedAt: minutesAgo(0) }));
    await eventually(() => {
      expect(client.of('activity-gone')).toHaveLength(2);
    });
  });

  it('of a collection loses what is taken out of it, and all when it is deleted', async () => {
    const ada = someone();
    const collectionId = await collectionBy(ada);
    const [client, adas] = [
      await connect(`collections/${collectionId}/stream`),
      await connect(`users/${ada}/stream`),
    ];
    const [first, second] = [saveBy(ada), saveBy(ada)];
    for (const card of [first, second]) {
      await save(card);
      await collect(card, collectionId);
    }
    await eventually(() => {
      expect(new Set(client.of('activity').map(({ activityId }) => activityId)).size).toBe(2);
    });
    await uncollect(first, collectionId);
    const gone = await client.until('activity-gone');
    await eventually(() => {
      expect(
        adas.of('activity').findLast(({ activityId }) => activityId === gone.data['activityId']),
      ).toMatchObject({ collections: [] });
    });
    const deleted = {
      collectionId,
      authorId: ada,
      collaboratorIds: [],
      name: 'Tides',
      cardCount: 1,
      deletedAt: minutesAgo(0),
    };
    await publish(collectionId, eventOf(CollectionDeletedV1, deleted));
    // The other save, and the making of the collection.
    await eventually(() => {
      expect(client.of('activity-gone')).toHaveLength(3);
    });
  });
});

describe('a reader that connects again', () => {
  it('is told what it missed, as it is now, by another replica', async () => {
    const ada = someone();
    const first = await connect(`users/${ada}/stream`);
    await save(saveBy(ada));
    await first.until('activity');
    first.close();
    const [gone, there] = [saveBy(ada), saveBy(ada)];
    for (const card of [gone, there]) await save(card);
    await remove(gone);
    await feeds.untilSettled();
    const next = await connect(`users/${ada}/stream`, { at: replica.url, lastEventId: first.lastEventId });
    await eventually(() => {
      expect(next.of('activity')).toMatchObject([{ cards: [{ cardId: there.cardId }] }]);
      expect(next.of('activity-gone')).toHaveLength(1);
    });
    await eventually(async () => {
      const again = await connect(`users/${ada}/stream`, { lastEventId: next.lastEventId });
      await save(saveBy(ada));
      await again.until('activity');
      expect(again.events).toHaveLength(1);
    });
  });

  it('is told to read the feed again where what it missed is not known', async () => {
    const client = await connect('global/stream', { lastEventId: 'yesterday' });
    expect((await client.until('reset')).data).toEqual({});
  });
});

describe('what is no news', () => {
  it('is not told: acts that are heard of late, and events that come twice', async () => {
    const ada = someone();
    const client = await connect(`users/${ada}/stream`);
    const late = saveBy(ada, { addedAt: minutesAgo(61) });
    await save(late);
    await remove(late, minutesAgo(61));
    const event = await save(saveBy(ada));
    await client.until('activity');
    await feeds.publishAgain(event);
    const last = saveBy(ada);
    await save(last);
    await eventually(() => {
      expect(client.of('activity').at(-1)).toMatchObject({ cards: [{ cardId: last.cardId }] });
    });
    expect(client.events).toHaveLength(2);
  });
});
