import type { PersonView } from '../checker/observation.ts';
import type { GlobalFeed, PersonFeed, ShownActivity, ShownFollow } from '../checker/shown.ts';
import type { Pages } from './pages.ts';

/** What feeds shows of everybody, and to somebody. */
export class FeedsReader {
  readonly #pages: Pages;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  async view(did: string): Promise<Pick<PersonView, 'follows' | 'feeds'>> {
    const following = '/feeds/following';
    const feeds: Record<PersonFeed, ShownActivity[]> = {
      following: await this.#feed(following, did),
      followingUsers: await this.#feed(`${following}?followed=USER`, did),
      followingCollections: await this.#feed(`${following}?followed=COLLECTION`, did),
      followingConnections: await this.#feed(`${following}?type=CONNECTION_CREATED`, did),
      own: await this.#feed(`/feeds/users/${did}`),
    };
    const follows = await this.#pages.all<ShownFollow>('feeds', '/follows', did);
    return {
      feeds,
      follows: follows.map(({ followId, targetType, targetId, collectionName, followedAt }) => {
        return { followId, targetType, targetId, collectionName, followedAt };
      }),
    };
  }

  async global(): Promise<Record<GlobalFeed, ShownActivity[]>> {
    const global = '/feeds/global';
    return {
      all: await this.#feed(global),
      saves: await this.#feed(`${global}?type=CARD_COLLECTED`),
      collections: await this.#feed(`${global}?type=COLLECTION_CREATED`),
      connections: await this.#feed(`${global}?type=CONNECTION_CREATED`),
      books: await this.#feed(`${global}?kind=book`),
    };
  }

  ofCollection(collectionId: string): Promise<ShownActivity[]> {
    return this.#feed(`/feeds/collections/${collectionId}`);
  }

  async #feed(path: string, did?: string): Promise<ShownActivity[]> {
    return (await this.#pages.all<ShownActivity>('feeds', path, did)).map(activityOf);
  }
}

/** What is compared of it. */
export function activityOf(activity: ShownActivity): ShownActivity {
  const { activityId, type, actorId, occurredAt, importId, cardCount, collections, connection } = activity;
  const cards = activity.cards.map(({ cardId, curatorId, url, metadata, note, highlights }) => ({
    cardId,
    curatorId,
    url,
    metadata,
    note,
    highlights,
  }));
  return { activityId, type, actorId, occurredAt, importId, cardCount, cards, collections, connection };
}
