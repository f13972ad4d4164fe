import type { Fact, Place } from './facts.ts';

/** What people have read of what they are told, and up to where they have seen it. */
export class InboxModel {
  /** By recipient and act: its time when it was read last. */
  readonly #readUpTo = new Map<string, string>();
  readonly #seenUpTo = new Map<string, Place>();

  apply(fact: Fact): void {
    if (fact.type === 'notifications-read') {
      for (const { actId, occurredAt } of fact.marks) {
        const key = `${fact.recipientId} ${actId}`;
        if ((this.#readUpTo.get(key) ?? '') < occurredAt) this.#readUpTo.set(key, occurredAt);
      }
    } else if (fact.type === 'notifications-seen') {
      this.#seenUpTo.set(fact.recipientId, fact.upTo);
    }
  }

  /** As it is now: what came anew since has another time. */
  isRead(recipientId: string, { actId, occurredAt }: Place): boolean {
    return (this.#readUpTo.get(`${recipientId} ${actId}`) ?? '') >= occurredAt;
  }

  /** It, or a newer one. */
  isSeen(recipientId: string, place: Place): boolean {
    const seen = this.#seenUpTo.get(recipientId);
    return seen !== undefined && !isBehind(seen, place);
  }

  seenUpTo(recipientId: string): Place | undefined {
    return this.#seenUpTo.get(recipientId);
  }
}

/** Whether a place is further back than another. */
export function isBehind(one: Place, other: Place): boolean {
  if (one.occurredAt === other.occurredAt) return one.actId < other.actId;
  return one.occurredAt < other.occurredAt;
}
