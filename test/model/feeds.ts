import type { Fact } from './facts.ts';
import type { Follow } from './follows.ts';

/** One entry of the feeds. */
export interface Activity {
  type: 'CARD_COLLECTED' | 'COLLECTION_CREATED';
  actorId: string;
  at: string;
  card?: { cardId: string; url: string };
  /** The collections that it shows, and by which followers of a collection see it. */
  collectionIds: Set<string>;
  /** It is the save of the card itself: it stays when the card leaves its collections. */
  isSave: boolean;
}

/** What feeds show: one activity for a save, with the collections of that save; one for a new collection. */
export class FeedModel {
  readonly #activities = new Map<string, Activity>();
  readonly #byCard = new Map<string, Set<string>>();
  readonly #urls = new Map<string, string>();

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'card-saved':
        this.#urls.set(fact.cardId, fact.url);
        this.#ofSave(fact.saveId, fact.cardId, fact.curatorId, fact.at).isSave = true;
        return;
      case 'card-collected':
        this.#ofSave(fact.saveId, fact.cardId, fact.by, fact.at).collectionIds.add(fact.collectionId);
        return;
      case 'card-uncollected':
        for (const key of this.#byCard.get(fact.cardId) ?? []) {
          const activity = this.#activities.get(key);
          activity?.collectionIds.delete(fact.collectionId);
          if (activity?.isSave === false && activity.collectionIds.size === 0) this.#activities.delete(key);
        }
        return;
      case 'card-removed':
        for (const key of this.#byCard.get(fact.cardId) ?? []) this.#activities.delete(key);
        this.#byCard.delete(fact.cardId);
        return;
      case 'collection-created':
        this.#activities.set(`collection ${fact.collectionId}`, {
          type: 'COLLECTION_CREATED',
          actorId: fact.authorId,
          at: fact.at,
          collectionIds: new Set([fact.collectionId]),
          isSave: false,
        });
        return;
      case 'followed':
      case 'unfollowed':
    }
  }

  global(): Activity[] {
    return [...this.#activities.values()];
  }

  /** What the users one follows do, and what comes into the collections one follows. */
  following(follows: readonly Follow[]): Activity[] {
    const followed = new Set(follows.map(({ target }) => `${target.type} ${target.id}`));
    return this.global().filter(
      ({ actorId, collectionIds }) =>
        followed.has(`USER ${actorId}`) || [...collectionIds].some((id) => followed.has(`COLLECTION ${id}`)),
    );
  }

  #ofSave(saveId: string, cardId: string, actorId: string, at: string): Activity {
    const key = `save ${saveId} ${cardId}`;
    const known = this.#activities.get(key);
    if (known !== undefined) return known;
    const card = { cardId, url: this.#urls.get(cardId) ?? '' };
    const activity: Activity = {
      type: 'CARD_COLLECTED',
      actorId,
      at,
      card,
      collectionIds: new Set(),
      isSave: false,
    };
    this.#activities.set(key, activity);
    this.#byCard.set(cardId, (this.#byCard.get(cardId) ?? new Set()).add(key));
    return activity;
  }
}
