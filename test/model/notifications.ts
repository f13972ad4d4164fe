import type { CollectionCreated, Fact, FollowTarget } from './facts.ts';

/** From the most specific to the least. */
const TYPES = [
  'USER_ADDED_YOUR_CARD',
  'USER_ADDED_TO_YOUR_COLLECTION',
  'USER_FOLLOWED_YOU',
  'USER_FOLLOWED_YOUR_COLLECTION',
] as const;
export type NotificationType = (typeof TYPES)[number];

/** Why somebody is told of an act. */
export interface Reason {
  recipientId: string;
  /** The save or the follow. */
  actId: string;
  /** What takes it back when it is undone: the card, the collection, the follow. */
  sourceId: string;
  type: NotificationType;
  actorId: string;
  at: string;
  cardId?: string;
  viaCardId?: string;
  collectionId?: string;
}

export interface Notification {
  recipientId: string;
  type: NotificationType;
  actorId: string;
  at: string;
  card?: { cardId: string; url: string };
  viaCardId?: string;
  collectionIds: string[];
}

/** Who is told of what: one notification for a (recipient, act), by its most specific reason; undone with the act. */
export class NotificationModel {
  readonly #reasons = new Map<string, Reason>();
  readonly #byCard = new Map<string, Set<string>>();
  readonly #collections = new Map<string, CollectionCreated>();
  readonly #urls = new Map<string, string>();
  readonly #targets = new Map<string, FollowTarget>();

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'card-saved': {
        const { cardId, saveId: actId, curatorId: actorId, via, at } = fact;
        this.#urls.set(cardId, fact.url);
        if (via === undefined) return;
        const about = { cardId, viaCardId: via.cardId };
        this.#tell([via.curatorId], { actId, sourceId: cardId, type: TYPES[0], actorId, at, ...about });
        return;
      }
      case 'card-collected': {
        const { cardId, collectionId, saveId: actId, by: actorId, at } = fact;
        const collection = this.#collections.get(collectionId);
        if (collection === undefined) return;
        const recipients = [collection.authorId, ...collection.collaboratorIds];
        const about = { cardId, collectionId };
        this.#tell(recipients, { actId, sourceId: collectionId, type: TYPES[1], actorId, at, ...about });
        return;
      }
      case 'card-uncollected':
        this.#withdraw(fact.cardId, ({ sourceId }) => sourceId === fact.collectionId);
        return;
      case 'card-removed':
        this.#withdraw(fact.cardId, () => true);
        return;
      case 'collection-created':
        this.#collections.set(fact.collectionId, fact);
        return;
      case 'followed':
        this.#targets.set(fact.followId, fact.target);
        this.#tell(...this.#ofFollow(fact));
        return;
      case 'unfollowed': {
        const target = this.#targets.get(fact.followId);
        const recipient = target === undefined ? undefined : this.#followed(target);
        if (recipient !== undefined) this.#reasons.delete(`${recipient} ${fact.followId} ${fact.followId}`);
      }
    }
  }

  /** All that there are, of everybody. */
  all(): Notification[] {
    const acts = new Map<string, Reason[]>();
    for (const reason of this.#reasons.values()) {
      const key = `${reason.recipientId} ${reason.actId}`;
      acts.set(key, [...(acts.get(key) ?? []), reason]);
    }
    return [...acts.values()].flatMap((reasons) => {
      const [first] = reasons.toSorted(bySpecificity);
      if (first === undefined) return [];
      const { recipientId, type, actorId, at, cardId, viaCardId } = first;
      const collectionIds = reasons.flatMap(({ collectionId }) => collectionId ?? []).sort();
      const card = cardId === undefined ? {} : { card: { cardId, url: this.#urls.get(cardId) ?? '' } };
      return [
        {
          recipientId,
          type,
          actorId,
          at,
          ...card,
          ...(viaCardId === undefined ? {} : { viaCardId }),
          collectionIds,
        },
      ];
    });
  }

  reasons(): Reason[] {
    return [...this.#reasons.values()];
  }

  #ofFollow(fact: Fact & { type: 'followed' }): [string[], Omit<Reason, 'recipientId'>] {
    const { followId, followerId: actorId, target, at } = fact;
    const recipient = this.#followed(target);
    const act = { actId: followId, sourceId: followId, actorId, at };
    return [
      recipient === undefined ? [] : [recipient],
      target.type === 'USER'
        ? { ...act, type: TYPES[2] }
        : { ...act, type: TYPES[3], collectionId: target.id },
    ];
  }

  #followed({ type, id }: FollowTarget): string | undefined {
    return type === 'USER' ? id : this.#collections.get(id)?.authorId;
  }

  /** Never the actor, and nobody twice by one source. */
  #tell(recipients: readonly string[], reason: Omit<Reason, 'recipientId'>): void {
    for (const recipientId of new Set(recipients)) {
      if (recipientId === reason.actorId) continue;
      const key = `${recipientId} ${reason.actId} ${reason.sourceId}`;
      this.#reasons.set(key, { recipientId, ...reason });
      const { cardId } = reason;
      if (cardId !== undefined) this.#byCard.set(cardId, (this.#byCard.get(cardId) ?? new Set()).add(key));
    }
  }

  #withdraw(cardId: string, applies: (reason: Reason) => boolean): void {
    for (const key of this.#byCard.get(cardId) ?? []) {
      const reason = this.#reasons.get(key);
      if (reason !== undefined && applies(reason)) this.#reasons.delete(key);
    }
  }
}

function bySpecificity(a: Reason, b: Reason): number {
  return (
    TYPES.indexOf(a.type) - TYPES.indexOf(b.type) ||
    Date.parse(a.at) - Date.parse(b.at) ||
    (a.sourceId < b.sourceId ? -1 : 1)
  );
}
