/** Facts as the event stores have them: the other way round than `factOf`. */
import type { Fact } from '../../model/facts.ts';
import type { Producer } from './observation.ts';

export interface StoredForm {
  producer: Producer;
  aggregateId: string;
  type: string;
  data: Record<string, unknown>;
}

export function storedForm(fact: Fact): StoredForm {
  return cardForm(fact) ?? collectionForm(fact) ?? connectionForm(fact) ?? personalForm(fact);
}

function cardForm(fact: Fact): StoredForm | undefined {
  switch (fact.type) {
    case 'card-saved': {
      const { type: _, url, metadata, at: addedAt, ...rest } = fact;
      const content = { type: 'URL', url, metadata };
      return inCards(fact.cardId, 'CardAddedToLibrary', { ...rest, content, addedAt });
    }
    case 'highlighted': {
      const { type: _, parentCardId, url, quote, selector, at: addedAt, ...rest } = fact;
      const content = { type: 'HIGHLIGHT', parentCardId, url, quote, selector };
      return inCards(fact.cardId, 'HighlightAdded', { ...rest, content, addedAt });
    }
    case 'note-changed': {
      const { type: _, by: curatorId, at: changedAt, ...rest } = fact;
      return inCards(fact.cardId, 'CardNoteChanged', { ...rest, curatorId, changedAt });
    }
    case 'highlight-moved': {
      const { cardId, by: curatorId, quote, selector, at: changedAt } = fact;
      const content = { type: 'HIGHLIGHT', quote, selector };
      return inCards(cardId, 'HighlightMoved', { cardId, curatorId, content, changedAt });
    }
    case 'card-removed': {
      const { cardId, by: curatorId, at: removedAt } = fact;
      return inCards(cardId, 'CardRemovedFromLibrary', { cardId, curatorId, removedAt });
    }
    default:
      return undefined;
  }
}

function collectionForm(fact: Fact): StoredForm | undefined {
  switch (fact.type) {
    case 'collection-created': {
      const { type: _, at: _toldAt, ...data } = fact;
      return inCards(fact.collectionId, 'CollectionCreated', data);
    }
    case 'collection-edited': {
      const { type: _, by: editedBy, at: changedAt, ...rest } = fact;
      return inCards(fact.collectionId, 'CollectionEdited', { ...rest, editedBy, changedAt });
    }
    case 'collaborator-added': {
      const { type: _, by: addedBy, at: changedAt, ...rest } = fact;
      return inCards(fact.collectionId, 'CollaboratorAdded', { ...rest, addedBy, changedAt });
    }
    case 'collaborator-removed': {
      const { type: _, by: removedBy, at: changedAt, ...rest } = fact;
      return inCards(fact.collectionId, 'CollaboratorRemoved', { ...rest, removedBy, changedAt });
    }
    case 'collection-deleted': {
      const { type: _, by: deletedBy, at: deletedAt, ...rest } = fact;
      return inCards(fact.collectionId, 'CollectionDeleted', { ...rest, deletedBy, deletedAt });
    }
    case 'card-collected': {
      const { type: _, by: addedBy, at: addedAt, ...rest } = fact;
      return inCards(fact.collectionId, 'CardAddedToCollection', { ...rest, addedBy, addedAt });
    }
    case 'card-uncollected': {
      const { type: _, by: removedBy, at: removedAt, ...rest } = fact;
      return inCards(fact.collectionId, 'CardRemovedFromCollection', { ...rest, removedBy, removedAt });
    }
    default:
      return undefined;
  }
}

function connectionForm(fact: Fact): StoredForm | undefined {
  switch (fact.type) {
    case 'connection-drawn': {
      const { type: _, at: createdAt, ...rest } = fact;
      return inCards(fact.connectionId, 'ConnectionCreated', { ...rest, createdAt });
    }
    case 'connection-edited': {
      const { type: _, by: curatorId, at: editedAt, ...rest } = fact;
      return inCards(fact.connectionId, 'ConnectionEdited', { ...rest, curatorId, editedAt });
    }
    case 'connection-swapped': {
      const { connectionId, by: curatorId, at: swappedAt } = fact;
      return inCards(connectionId, 'ConnectionSwapped', { connectionId, curatorId, swappedAt });
    }
    case 'connection-removed': {
      const { connectionId, by: curatorId, at: removedAt } = fact;
      return inCards(connectionId, 'ConnectionRemoved', { connectionId, curatorId, removedAt });
    }
    default:
      return undefined;
  }
}

function personalForm(fact: Fact): StoredForm {
  switch (fact.type) {
    case 'followed': {
      const { followId, followerId, target, at: followedAt } = fact;
      const data = { followId, followerId, target, followedAt };
      return { producer: 'feeds', aggregateId: followId, type: 'TargetFollowed', data };
    }
    case 'unfollowed': {
      const data = { unfollowedAt: fact.at };
      return { producer: 'feeds', aggregateId: fact.followId, type: 'TargetUnfollowed', data };
    }
    case 'choice-made': {
      const { choiceId, personId, kind, subject, at: madeAt } = fact;
      return inNotifications(choiceId, 'ChoiceMade', { personId, kind, subject, madeAt });
    }
    case 'choice-revoked':
      return inNotifications(fact.choiceId, 'ChoiceRevoked', { revokedAt: fact.at });
    case 'notifications-read': {
      const { recipientId, marks, at: readAt } = fact;
      return inNotifications(inboxOf(recipientId), 'NotificationsRead', { recipientId, marks, readAt });
    }
    case 'notifications-seen': {
      const { recipientId, upTo, at: seenAt } = fact;
      return inNotifications(inboxOf(recipientId), 'NotificationsSeen', { recipientId, upTo, seenAt });
    }
    default:
      throw new TypeError(`${fact.type} is nobody's own`);
  }
}

export function inboxOf(recipientId: string): string {
  return `inbox of ${recipientId}`;
}

function inCards(aggregateId: string, type: string, data: Record<string, unknown>): StoredForm {
  return { producer: 'cards', aggregateId, type, data };
}

function inNotifications(aggregateId: string, type: string, data: Record<string, unknown>): StoredForm {
  return { producer: 'notifications', aggregateId, type, data };
}
