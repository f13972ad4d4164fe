/** Reads what the event stores say into the model's words. */
import type { ChoiceKind, End, Fact, FollowTarget, Place, WorkMetadata } from '../../model/facts.ts';
import type { StoredEvent } from './observation.ts';

/** What notifications did by itself. */
const OWN_DOING = new Set(['NotificationAnnounced', 'DigestMailed']);

/**
 * @returns undefined for what nobody asked for
 * @throws TypeError for an event that the model has no word for
 */
export function factOf(event: StoredEvent): Fact | undefined {
  if (OWN_DOING.has(event.type)) return undefined;
  const fact = cardFact(event) ?? collectionFact(event) ?? connectionFact(event) ?? personalFact(event);
  if (fact === undefined) throw new TypeError(`The model knows no ${event.type}`);
  return fact;
}

/** Fields that are missing where they say nothing. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function cardFact({ type, data }: StoredEvent): Fact | undefined {
  const text = (key: string): string => String(data[key]);
  const { note } = data as { note?: string };
  const cardId = text('cardId');
  const by = text('curatorId');
  switch (type) {
    case 'CardAddedToLibrary': {
      const { via, importId, content } = data as {
        via?: { cardId: string; curatorId: string };
        importId?: string;
        content: { url: string; metadata: WorkMetadata };
      };
      const { url, metadata } = content;
      const rest = { url, metadata, note, via, importId, saveId: text('saveId'), at: text('addedAt') };
      return present({ type: 'card-saved', cardId, curatorId: by, ...rest });
    }
    case 'CardNoteChanged':
      return present({ type: 'note-changed', cardId, by, note, at: text('changedAt') });
    case 'HighlightAdded': {
      const { type: _, ...passage } = data['content'] as Passage;
      const at = text('addedAt');
      return present({ type: 'highlighted', cardId, curatorId: by, ...passage, note, at });
    }
    case 'HighlightMoved': {
      const { quote, selector } = data['content'] as Passage;
      return { type: 'highlight-moved', cardId, by, quote, selector, at: text('changedAt') };
    }
    case 'CardRemovedFromLibrary':
      return { type: 'card-removed', cardId, by, at: text('removedAt') };
    default:
      return undefined;
  }
}

interface Passage {
  type: 'HIGHLIGHT';
  url: string;
  parentCardId: string;
  quote: string;
  selector: string;
}

function collectionFact({ type, data, occurredAt }: StoredEvent): Fact | undefined {
  const text = (key: string): string => String(data[key]);
  const collectionId = text('collectionId');
  const { name, description, access } = data as {
    name: string;
    description?: string;
    access: 'OPEN' | 'CLOSED';
  };
  switch (type) {
    case 'CollectionCreated': {
      const collaboratorIds = data['collaboratorIds'] as string[];
      const [authorId, createdAt] = [text('authorId'), text('createdAt')];
      const details = { authorId, name, description, access, collaboratorIds, createdAt };
      // Feeds show when it was told.
      return present({ type: 'collection-created', collectionId, ...details, at: occurredAt });
    }
    case 'CardAddedToCollection': {
      const [cardId, by, saveId, at] = [text('cardId'), text('addedBy'), text('saveId'), text('addedAt')];
      return { type: 'card-collected', collectionId, cardId, by, saveId, at };
    }
    case 'CardRemovedFromCollection': {
      const [cardId, by, at] = [text('cardId'), text('removedBy'), text('removedAt')];
      return { type: 'card-uncollected', collectionId, cardId, by, at };
    }
    case 'CollectionEdited': {
      const [by, at] = [text('editedBy'), text('changedAt')];
      const details = { collectionId, name, description, access, by, at };
      return present({ type: 'collection-edited', ...details });
    }
    case 'CollaboratorAdded': {
      const [collaboratorId, by] = [text('collaboratorId'), text('addedBy')];
      return { type: 'collaborator-added', collectionId, collaboratorId, by, at: text('changedAt') };
    }
    case 'CollaboratorRemoved': {
      const [collaboratorId, by] = [text('collaboratorId'), text('removedBy')];
      return { type: 'collaborator-removed', collectionId, collaboratorId, by, at: text('changedAt') };
    }
    case 'CollectionDeleted': {
      const [by, at] = [text('deletedBy'), text('deletedAt')];
      return { type: 'collection-deleted', collectionId, cardCount: Number(data['cardCount']), by, at };
    }
    default:
      return undefined;
  }
}

function connectionFact({ type, data }: StoredEvent): Fact | undefined {
  const text = (key: string): string => String(data[key]);
  const [connectionId, by, connectionType] = [
    text('connectionId'),
    text('curatorId'),
    text('connectionType'),
  ];
  const { note, source, target } = data as { note?: string; source: End; target: End };
  switch (type) {
    case 'ConnectionCreated': {
      const details = { connectionId, curatorId: by, source, target, connectionType, note };
      return present({ type: 'connection-drawn', ...details, at: text('createdAt') });
    }
    case 'ConnectionEdited': {
      const details = { connectionId, connectionType, note, by };
      return present({ type: 'connection-edited', ...details, at: text('editedAt') });
    }
    case 'ConnectionSwapped':
      return { type: 'connection-swapped', connectionId, by, at: text('swappedAt') };
    case 'ConnectionRemoved':
      return { type: 'connection-removed', connectionId, by, at: text('removedAt') };
    default:
      return undefined;
  }
}

/** Of follows, choices and inboxes. */
function personalFact({ type, aggregateId, data }: StoredEvent): Fact | undefined {
  const text = (key: string): string => String(data[key]);
  const recipientId = text('recipientId');
  switch (type) {
    case 'TargetFollowed': {
      const { id, type: targetType } = data['target'] as FollowTarget;
      const target = { type: targetType, id };
      const [followerId, at] = [text('followerId'), text('followedAt')];
      return { type: 'followed', followId: aggregateId, followerId, target, at };
    }
    case 'TargetUnfollowed':
      return { type: 'unfollowed', followId: aggregateId, at: text('unfollowedAt') };
    case 'ChoiceMade': {
      const [personId, subject] = [text('personId'), text('subject')];
      const kind = data['kind'] as ChoiceKind;
      return { type: 'choice-made', choiceId: aggregateId, personId, kind, subject, at: text('madeAt') };
    }
    case 'ChoiceRevoked':
      return { type: 'choice-revoked', choiceId: aggregateId, at: text('revokedAt') };
    case 'NotificationsRead': {
      const marks = data['marks'] as (Place & { notificationId: string })[];
      return { type: 'notifications-read', recipientId, marks, at: text('readAt') };
    }
    case 'NotificationsSeen':
      return { type: 'notifications-seen', recipientId, upTo: data['upTo'] as Place, at: text('seenAt') };
    default:
      return undefined;
  }
}
