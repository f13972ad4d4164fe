import type { CardCollected, Fact, FollowTarget } from './facts.ts';
import {
  isWanted,
  NOTIFICATION_TYPES,
  type NotificationType,
  type Reason,
  reasonsOfBells,
  reasonsOfConnections,
  type Surroundings,
} from './reasons.ts';

export interface Notification {
  recipientId: string;
  actId: string;
  type: NotificationType;
  actorId: string;
  at: string;
  cardId?: string;
  viaCardId?: string;
  connectionId?: string;
  /** Of the most specific reason; it is one of `collectionIds`. */
  collectionId?: string;
  /** Of all reasons. */
  collectionIds: string[];
}

/** Who is told of what: one notification for a (recipient, act), by its most specific reason; undone with the act. */
export class NotificationModel {
  readonly #given = new Map<string, Reason>();
  readonly #byCard = new Map<string, Set<string>>();
  readonly #additions = new Map<string, CardCollected>();
  readonly #targets = new Map<string, FollowTarget>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** To be told before the surroundings are. */
  apply(fact: Fact): void {
    switch (fact.type) {
      case 'card-saved': {
        const { cardId, saveId: actId, curatorId: actorId, via, at } = fact;
        if (via === undefined) return;
        const type = 'USER_ADDED_YOUR_CARD';
        const about = { cardId, viaCardId: via.cardId };
        this.#tell([via.curatorId], { actId, sourceId: cardId, type, actorId, at, ...about });
        return;
      }
      case 'card-collected': {
        const { cardId, collectionId, saveId: actId, by: actorId, at } = fact;
        const collection = this.#surroundings.library.collections.get(collectionId);
        if (collection === undefined) return;
        this.#additions.set(`${collectionId} ${cardId}`, fact);
        const recipients = [collection.authorId, ...collection.collaboratorIds];
        const type = 'USER_ADDED_TO_YOUR_COLLECTION';
        const about = { cardId, collectionId };
        this.#tell(recipients, { actId, sourceId: collectionId, type, actorId, at, ...about });
        return;
      }
      case 'card-uncollected':
        this.#takeOut(fact.collectionId, fact.cardId);
        return;
      case 'card-removed':
        this.#withdraw(fact.cardId, () => true);
        return;
      case 'collection-deleted': {
        const links = this.#surroundings.library.collections.linksIn(fact.collectionId);
        for (const { cardId } of links) this.#takeOut(fact.collectionId, cardId);
        return;
      }
      case 'followed':
        this.#targets.set(fact.followId, fact.target);
        this.#tell(...this.#ofFollow(fact));
        return;
      case 'unfollowed': {
        const recipient = this.#followed(this.#targets.get(fact.followId));
        if (recipient !== undefined) this.#given.delete(`${recipient} ${fact.followId} ${fact.followId}`);
        return;
      }
      default:
    }
  }

  /** All that there are, of everybody, by recipient. */
  byRecipient(): Map<string, Notification[]> {
    const { choices } = this.#surroundings;
    const reasons = [
      ...this.#given.values(),
      ...reasonsOfConnections(this.#surroundings),
      ...reasonsOfBells(this.#surroundings, [...this.#additions.values()]),
    ].filter((reason) => reason.recipientId !== reason.actorId && isWanted(reason, choices));
    const acts = Map.groupBy(reasons, ({ recipientId, actId }) => `${recipientId} ${actId}`);
    return Map.groupBy([...acts.values()].flatMap(notificationOf), ({ recipientId }) => recipientId);
  }

  /** Those that an event gave by itself. */
  given(): Reason[] {
    return [...this.#given.values()];
  }

  #ofFollow(fact: Fact & { type: 'followed' }): [string[], Omit<Reason, 'recipientId'>] {
    const { followId, followerId: actorId, target, at } = fact;
    const recipient = this.#followed(target);
    const act = { actId: followId, sourceId: followId, actorId, at };
    return [
      recipient === undefined ? [] : [recipient],
      target.type === 'USER'
        ? { ...act, type: 'USER_FOLLOWED_YOU' }
        : { ...act, type: 'USER_FOLLOWED_YOUR_COLLECTION', collectionId: target.id },
    ];
  }

  /** A collection that is gone has its author still. */
  #followed(target: FollowTarget | undefined): string | undefined {
    if (target?.type !== 'COLLECTION') return target?.id;
    return this.#surroundings.library.collections.known(target.id)?.authorId;
  }

  /** Never the actor, and nobody twice by one source. */
  #tell(recipients: readonly string[], reason: Omit<Reason, 'recipientId'>): void {
    for (const recipientId of new Set(recipients)) {
      if (recipientId === reason.actorId) continue;
      const key = `${recipientId} ${reason.actId} ${reason.sourceId}`;
      this.#given.set(key, { recipientId, ...reason });
      const { cardId } = reason;
      if (cardId !== undefined) this.#byCard.set(cardId, (this.#byCard.get(cardId) ?? new Set()).add(key));
    }
  }

  #takeOut(collectionId: string, cardId: string): void {
    this.#additions.delete(`${collectionId} ${cardId}`);
    this.#withdraw(cardId, ({ sourceId }) => sourceId === collectionId);
  }

  #withdraw(cardId: string, applies: (reason: Reason) => boolean): void {
    for (const key of this.#byCard.get(cardId) ?? []) {
      const reason = this.#given.get(key);
      if (reason !== undefined && applies(reason)) this.#given.delete(key);
    }
  }
}

function notificationOf(reasons: readonly Reason[]): Notification[] {
  const [first] = reasons.toSorted(bySpecificity);
  if (first === undefined) return [];
  const { sourceId: _, ...rest } = first;
  const collectionIds = [...new Set(reasons.flatMap(({ collectionId }) => collectionId ?? []))].sort();
  return [{ ...rest, collectionIds }];
}

function bySpecificity(a: Reason, b: Reason): number {
  return (
    NOTIFICATION_TYPES.indexOf(a.type) - NOTIFICATION_TYPES.indexOf(b.type) ||
    Date.parse(a.at) - Date.parse(b.at) ||
    (a.sourceId < b.sourceId ? -1 : 1)
  );
}
