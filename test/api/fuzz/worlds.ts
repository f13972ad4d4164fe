import { CardAddedToLibraryV1, CollectionCreatedV2, eventOf } from '#contracts';
import type { ServiceKit } from '../../kit/service-kit.js';
import type { Known } from './requests.js';

export const ADA = 'did:plc:ada';
export const BOB = 'did:plc:bob';

/** What is there for a valid request to be about. */
export interface FuzzWorld {
  known: Known;
  /** Makes anew what the requests before may have removed. */
  prepare(): Promise<void>;
}

const DAY = '2026-01-01';
const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const someUrls = Array.from({ length: 40 }, (_, index) => `https://example.org/fuzz/${String(index)}`);
const BIBTEX = '@article{tides, title = {Tides}, url = {https://example.org/fuzz/tides}}';
const COMMON: Readonly<Record<string, readonly unknown[]>> = {
  did: [BOB],
  collaboratorIds: [BOB],
  url: someUrls,
  from: [1],
  to: [1],
};

export async function cardsWorld(kit: ServiceKit): Promise<FuzzWorld> {
  let turn = 0;
  let made: Record<string, readonly unknown[]> = {};
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await kit.request('POST', path, { as: ADA, body });
    return String((answer.body as { id?: unknown }).id);
  };
  const upload = await fetch(new URL('/imports?format=bibtex', kit.url), {
    method: 'POST',
    headers: { authorization: `Development ${ADA}`, 'content-type': 'text/plain' },
    body: BIBTEX,
  });
  const { id: importId } = (await upload.json()) as { id: string };
  const world: FuzzWorld = {
    known: ({ path, operationId }, name) => {
      if (name === 'id') return made[operationId] ?? made[path.split('/')[1] ?? ''];
      if (name === 'source' && operationId === 'swapConnection') return made['ends'];
      if (name === 'add' || name === 'remove') return made[path.endsWith('/cards') ? 'cards' : 'collections'];
      return made[name] ?? COMMON[name];
    },
    prepare: async () => {
      const page = (part: string): string => `https://example.org/made/${String(turn)}/${part}`;
      turn += 1;
      const [card, other] = [
        await make('/cards', { url: page('card'), note: 'A note' }),
        await make('/cards', { url: page('other') }),
      ];
      const passage = { quote: 'To be', selector: 'text=To%20be' };
      const highlight = await make(`/cards/${card}/highlights`, passage);
      const collection = await make('/collections', { name: 'Fuzz', access: 'OPEN' });
      await kit.request('POST', `/collections/${collection}/cards`, { as: ADA, body: { cardId: card } });
      const ends = { source: { url: page('card') }, target: { url: page('other') } };
      made = {
        cards: [card],
        cardId: [card, other],
        viaCardId: [card],
        collections: [collection],
        collectionIds: [collection],
        connections: [await make('/connections', ends)],
        ends: [page('other')],
        imports: [importId],
        moveHighlight: [highlight],
        selector: ['text=To%20be', 'text=or,not'],
        format: ['bibtex'],
        body: [BIBTEX],
        aggregateId: [collection],
      };
    },
  };
  await world.prepare();
  return world;
}

export async function feedsWorld(kit: ServiceKit): Promise<FuzzWorld> {
  const collectionId = id(21);
  await library(kit, collectionId);
  const { body } = await kit.request('GET', '/feeds/global');
  const { items } = body as { items: { activityId: string }[] };
  const follow = await kit.request('PUT', `/follows/users/${BOB}`, { as: ADA });
  const known: Readonly<Record<string, readonly unknown[]>> = {
    ...COMMON,
    activities: items.map(({ activityId }) => activityId),
    aggregateId: [(follow.body as { followId: string }).followId],
    id: [collectionId],
  };
  return {
    known: ({ path }, name) => (name === 'id' ? known[path.split('/')[1] ?? ''] : undefined) ?? known[name],
    prepare: () => Promise.resolve(),
  };
}

export async function notificationsWorld(kit: ServiceKit): Promise<FuzzWorld> {
  const collectionId = id(21);
  await library(kit, collectionId);
  const { body } = await kit.request('GET', '/notifications', { as: ADA });
  const { items } = body as { items: { notificationId: string }[] };
  await kit.request('POST', '/notifications/read-all', { as: ADA });
  const published = await kit.sql<{ aggregateId: string }[]>`
    select aggregate_id as "aggregateId" from outbox`;
  const known: Readonly<Record<string, readonly unknown[]>> = {
    ...COMMON,
    notifications: items.map(({ notificationId }) => notificationId),
    aggregateId: published.map(({ aggregateId }) => aggregateId),
    day: [DAY],
    id: [collectionId],
    upTo: [`${DAY}T10:00:00Z`],
  };
  return {
    known: ({ path }, name) => (name === 'id' ? known[path.split('/')[1] ?? ''] : undefined) ?? known[name],
    prepare: () => Promise.resolve(),
  };
}

/** A collection of Bob's, and saves of his of which one is through a card of Ada's. */
async function library(kit: ServiceKit, collectionId: string): Promise<void> {
  const collection = { collectionId, authorId: BOB, name: 'Fuzz', access: 'OPEN' } as const;
  await kit.publish('cards', collectionId, eventOf(CollectionCreatedV2, collection));
  for (const [index, url] of someUrls.slice(0, 3).entries()) {
    const save = { cardId: id(index + 1), curatorId: BOB, url, metadata: { title: 'Tides' } };
    const more = { saveId: id(index + 100), addedAt: `${DAY}T08:00:0${String(index)}.000Z` };
    const via = index === 0 ? { via: { cardId: id(90), curatorId: ADA } } : {};
    await kit.publish('cards', save.cardId, eventOf(CardAddedToLibraryV1, { ...save, ...more, ...via }));
  }
  await kit.untilSettled();
}
