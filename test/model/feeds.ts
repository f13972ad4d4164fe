import type { CardSaved, ConnectionDrawn, Fact, WorkMetadata } from './facts.ts';
import type { Follow } from './follows.ts';

/** One entry of the feeds. */
export interface Activity {
  type: 'CARD_COLLECTED' | 'COLLECTION_CREATED' | 'CONNECTION_CREATED';
  actorId: string;
  at: string;
  /** The one of a save; an import has many. */
  cardIds: Set<string>;
  /** The collections that it shows, and by which followers of a collection see it. */
  collectionIds: Set<string>;
  connectionId?: string;
  importId?: string;
  /** It is the save of the card itself: it stays when the card leaves its collections. */
  isSave: boolean;
}

export interface FeedFilter {
  type?: Activity['type'] | undefined;
  /** Of a work that it is about. */
  kind?: string | undefined;
  actor?: string | undefined;
}

/** What feeds show: one activity for a save, an import, a new collection, a connection. */
export class FeedModel {
  readonly #activities = new Map<string, Activity>();
  readonly #byCard = new Map<string, Set<string>>();
  readonly #byCollection = new Map<string, Set<string>>();
  readonly #saved = new Map<string, CardSaved>();
  readonly #drawn = new Map<string, ConnectionDrawn>();

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'card-saved':
        this.#saved.set(fact.cardId, fact);
        this.#ofCard(fact.cardId, { ...fact, by: fact.curatorId }).isSave = true;
        return;
      case 'card-collected':
        this.#ofCard(fact.cardId, fact).collectionIds.add(fact.collectionId);
        addTo(this.#byCollection, fact.collectionId, keyOfSave(fact.saveId, fact.cardId));
        return;
      case 'card-uncollected':
        for (const key of this.#byCard.get(fact.cardId) ?? []) this.#takeOff(key, fact.collectionId);
        return;
      case 'card-removed':
        this.#remove(fact.cardId);
        return;
      case 'collection-created': {
        const { collectionId, authorId, at } = fact;
        const key = `collection ${collectionId}`;
        const made = activity('COLLECTION_CREATED', authorId, at);
        this.#activities.set(key, { ...made, collectionIds: new Set([collectionId]) });
        addTo(this.#byCollection, collectionId, key);
        return;
      }
      case 'collection-deleted': {
        const keys = this.#byCollection.get(fact.collectionId) ?? [];
        for (const key of keys) this.#takeOff(key, fact.collectionId);
        return;
      }
      case 'connection-drawn': {
        const { connectionId, curatorId, at } = fact;
        const made = activity('CONNECTION_CREATED', curatorId, at);
        this.#drawn.set(connectionId, fact);
        this.#activities.set(`connection ${connectionId}`, { ...made, connectionId });
        return;
      }
      case 'connection-removed':
        this.#activities.delete(`connection ${fact.connectionId}`);
        return;
      default:
    }
  }

  global(filter: FeedFilter = {}): Activity[] {
    const { type, kind, actor } = filter;
    return [...this.#activities.values()].filter(
      (one) =>
        (type === undefined || one.type === type) &&
        (actor === undefined || one.actorId === actor) &&
        (kind === undefined || this.#metadata(one).some((known) => known.kind === kind)),
    );
  }

  /** What the users one follows do, and what comes into the collections one follows. */
  following(follows: readonly Follow[], filter: FeedFilter = {}): Activity[] {
    const followed = new Set(follows.map(({ target }) => `${target.type} ${target.id}`));
    return this.global(filter).filter(
      ({ actorId, collectionIds }) =>
        followed.has(`USER ${actorId}`) || [...collectionIds].some((id) => followed.has(`COLLECTION ${id}`)),
    );
  }

  ofCollection(collectionId: string): Activity[] {
    return this.global().filter(({ collectionIds }) => collectionIds.has(collectionId));
  }

  /** Who saved a work, imports that have it, connections of it. */
  ofUrl(url: string): Activity[] {
    return this.global().filter(({ cardIds, connectionId }) => {
      const { source, target } = this.#drawn.get(connectionId ?? '') ?? {};
      const isEnd = source?.url === url || target?.url === url;
      return isEnd || [...cardIds].some((cardId) => this.#saved.get(cardId)?.url === url);
    });
  }

  #metadata({ cardIds, connectionId }: Activity): WorkMetadata[] {
    const { source, target } = this.#drawn.get(connectionId ?? '') ?? {};
    const cards = [...cardIds].map((cardId) => this.#saved.get(cardId)?.metadata ?? {});
    return [...cards, source?.metadata ?? {}, target?.metadata ?? {}];
  }

  #remove(cardId: string): void {
    for (const key of this.#byCard.get(cardId) ?? []) {
      const cardIds = this.#activities.get(key)?.cardIds;
      cardIds?.delete(cardId);
      if (cardIds?.size === 0) this.#activities.delete(key);
    }
    this.#byCard.delete(cardId);
  }

  #takeOff(key: string, collectionId: string): void {
    const known = this.#activities.get(key);
    if (known === undefined) return;
    known.collectionIds.delete(collectionId);
    if (!known.isSave && known.collectionIds.size === 0) this.#activities.delete(key);
  }

  #ofCard(cardId: string, act: { saveId: string; importId?: string; by: string; at: string }): Activity {
    const { saveId, importId, by, at } = act;
    const key = importId === undefined ? keyOfSave(saveId, cardId) : `import ${importId}`;
    addTo(this.#byCard, cardId, key);
    const known = this.#activities.get(key) ?? {
      ...activity('CARD_COLLECTED', by, at),
      ...(importId === undefined ? {} : { importId }),
    };
    known.cardIds.add(cardId);
    this.#activities.set(key, known);
    return known;
  }
}

function activity(type: Activity['type'], actorId: string, at: string): Activity {
  return { type, actorId, at, cardIds: new Set(), collectionIds: new Set(), isSave: false };
}

function keyOfSave(saveId: string, cardId: string): string {
  return `save ${saveId} ${cardId}`;
}

function addTo(index: Map<string, Set<string>>, key: string, item: string): void {
  index.set(key, (index.get(key) ?? new Set()).add(item));
}
