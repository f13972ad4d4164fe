/** Reads what the producers' event stores say into the model's words. */
import type { Fact, FollowTarget } from '../../model/facts.ts';
import type { StoredEvent } from './observation.ts';

/** @throws TypeError for an event that the model has no word for */
export function factOf({ type, aggregateId, data, occurredAt }: StoredEvent): Fact {
  const text = (key: string): string => String(data[key]);
  switch (type) {
    case 'CardAddedToLibrary': {
      const { via, note } = data as { via?: { cardId: string; curatorId: string }; note?: string };
      return {
        type: 'card-saved',
        cardId: text('cardId'),
        curatorId: text('curatorId'),
        url: (data['content'] as { url: string }).url,
        ...(note === undefined ? {} : { note }),
        ...(via === undefined ? {} : { via: { cardId: via.cardId, curatorId: via.curatorId } }),
        saveId: text('saveId'),
        at: text('addedAt'),
      };
    }
    case 'CardRemovedFromLibrary':
      return { type: 'card-removed', cardId: text('cardId'), by: text('curatorId'), at: text('removedAt') };
    case 'CollectionCreated':
      return {
        type: 'collection-created',
        collectionId: text('collectionId'),
        authorId: text('authorId'),
        name: text('name'),
        access: data['access'] as 'OPEN' | 'CLOSED',
        collaboratorIds: data['collaboratorIds'] as string[],
        // Feeds show when it was told.
        at: occurredAt,
      };
    case 'CardAddedToCollection':
      return {
        type: 'card-collected',
        collectionId: text('collectionId'),
        cardId: text('cardId'),
        by: text('addedBy'),
        saveId: text('saveId'),
        at: text('addedAt'),
      };
    case 'CardRemovedFromCollection':
      return {
        type: 'card-uncollected',
        collectionId: text('collectionId'),
        cardId: text('cardId'),
        by: text('removedBy'),
        at: text('removedAt'),
      };
    case 'TargetFollowed': {
      const { id, type: targetType } = data['target'] as FollowTarget;
      return {
        type: 'followed',
        followId: aggregateId,
        followerId: text('followerId'),
        target: { type: targetType, id },
        at: text('followedAt'),
      };
    }
    case 'TargetUnfollowed':
      return { type: 'unfollowed', followId: aggregateId, at: text('unfollowedAt') };
    default:
      throw new TypeError(`The model knows no ${type}`);
  }
}
