/** Why people are told of acts, where that hangs on many things at once: found when it is asked, as all is then. */
import type { ChoiceModel } from './choices.ts';
import type { ConnectionModel } from './connections.ts';
import type { CardCollected } from './facts.ts';
import type { LibraryModel } from './library.ts';

/** From the most specific to the least. */
export const NOTIFICATION_TYPES = [
  'USER_ADDED_YOUR_CARD',
  'USER_ADDED_TO_YOUR_COLLECTION',
  'USER_FOLLOWED_YOU',
  'USER_FOLLOWED_YOUR_COLLECTION',
  'USER_CONNECTED_YOUR_COLLECTION',
  'USER_CONNECTED_YOUR_URL',
  'CARD_ADDED_TO_SUBSCRIBED_COLLECTION',
  'SUBSCRIBED_USER_ADDED_CARD',
  'SUBSCRIBED_USER_MADE_CONNECTION',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** Why somebody is told of an act. */
export interface Reason {
  recipientId: string;
  /** The save, the follow or the connection. */
  actId: string;
  /** What takes it back when it is undone: the card, the collection, the follow, the connection. */
  sourceId: string;
  type: NotificationType;
  actorId: string;
  at: string;
  cardId?: string;
  viaCardId?: string;
  collectionId?: string;
  connectionId?: string;
}

/** What reasons are found in. */
export interface Surroundings {
  library: LibraryModel;
  connections: ConnectionModel;
  choices: ChoiceModel;
}

/** Of who owns a collection that is connected, and of who had a work when it was connected, and still has it. */
export function reasonsOfConnections({ library, connections }: Surroundings): Reason[] {
  const cardsOn = Map.groupBy(library.cards.all(), ({ url }) => url);
  return connections.all().flatMap(({ connectionId, curatorId: actorId, source, target, at }) => {
    const act = { actId: connectionId, connectionId, actorId, at };
    return [source, target].flatMap(({ url, collection }): Reason[] => {
      const had = (cardsOn.get(url) ?? []).filter((card) => card.at <= at);
      const ofWork = had.map(({ curatorId: recipientId, cardId }): Reason => {
        const type = 'USER_CONNECTED_YOUR_URL';
        return { ...act, recipientId, sourceId: cardId, type, cardId };
      });
      if (collection === undefined) return ofWork;
      const { collectionId, authorId: recipientId } = collection;
      const type = 'USER_CONNECTED_YOUR_COLLECTION';
      return [...ofWork, { ...act, recipientId, sourceId: collectionId, type, collectionId }];
    });
  });
}

/**
 * Of those who had a bell on when the act happened.
 *
 * @param additions of cards to collections that they are in now
 */
export function reasonsOfBells(
  { library, connections, choices }: Surroundings,
  additions: readonly CardCollected[],
): Reason[] {
  const ofCollections = additions.flatMap(({ collectionId, cardId, saveId: actId, by: actorId, at }) =>
    choices.whose('CARDS_OF_COLLECTION', collectionId, at).map((recipientId): Reason => {
      const type = 'CARD_ADDED_TO_SUBSCRIBED_COLLECTION';
      return { recipientId, actId, sourceId: collectionId, type, actorId, at, cardId, collectionId };
    }),
  );
  // An import notifies nobody.
  const byHand = library.cards.all().filter(({ importId }) => importId === undefined);
  const ofCards = byHand.flatMap(({ cardId, saveId: actId, curatorId: actorId, at }) =>
    choices.whose('CARDS_OF_USER', actorId, at).map((recipientId): Reason => {
      const type = 'SUBSCRIBED_USER_ADDED_CARD';
      return { recipientId, actId, sourceId: cardId, type, actorId, at, cardId };
    }),
  );
  const ofConnections = connections.all().flatMap(({ connectionId, curatorId: actorId, at }) =>
    choices.whose('CONNECTIONS_OF_USER', actorId, at).map((recipientId): Reason => {
      const type = 'SUBSCRIBED_USER_MADE_CONNECTION';
      const [actId, sourceId] = [connectionId, connectionId];
      return { recipientId, actId, sourceId, type, actorId, at, connectionId };
    }),
  );
  return [...ofCollections, ...ofCards, ...ofConnections];
}

/** Whether somebody wanted to hear of it when it happened. */
export function isWanted(reason: Reason, choices: ChoiceModel): boolean {
  const { recipientId, type, actorId, collectionId, at } = reason;
  return !(
    choices.stood(recipientId, 'TYPE_OFF', type, at) ||
    choices.stood(recipientId, 'MUTED_USER', actorId, at) ||
    (collectionId !== undefined && choices.stood(recipientId, 'MUTED_COLLECTION', collectionId, at))
  );
}
