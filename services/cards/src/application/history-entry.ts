import type { CardEvent } from '../domain/card-events.js';
import type { CollectionEvent } from '../domain/collection-events.js';
import type { ConnectionEvent } from '../domain/connection-events.js';

export type HistoricEvent = CardEvent | CollectionEvent | ConnectionEvent;

/** What was done, in words that stay when the domain's own events change. */
export const ACTS = [
  'added-to-library',
  'note-changed',
  'metadata-resolved',
  'highlighted',
  'highlight-moved',
  'removed-from-library',
  'created',
  'card-added',
  'card-removed',
  'collaborator-added',
  'collaborator-removed',
  'edited',
  'swapped',
  'removed',
  'deleted',
] as const;
export type Act = (typeof ACTS)[number];

/** What an event says to everybody who may see the history: no texts, which may have been taken back since. */
export interface HistoryEntry {
  act: Act;
  /** DID of who did it; of what was done in the background, whose card it is. */
  by: string;
  /** The card that was put in or taken out. */
  cardId?: string;
  /** DID of who came or went. */
  collaboratorId?: string;
}

export function historyEntry({ type, data }: HistoricEvent): HistoryEntry {
  switch (type) {
    case 'CardAddedToLibrary':
      return { act: 'added-to-library', by: data.curatorId };
    case 'CardNoteChanged':
      return { act: 'note-changed', by: data.curatorId };
    case 'UrlMetadataResolved':
      return { act: 'metadata-resolved', by: data.curatorId };
    case 'HighlightAdded':
      return { act: 'highlighted', by: data.curatorId };
    case 'HighlightMoved':
      return { act: 'highlight-moved', by: data.curatorId };
    case 'CardRemovedFromLibrary':
      return { act: 'removed-from-library', by: data.curatorId };
    case 'CollectionCreated':
      return { act: 'created', by: data.authorId };
    case 'CardAddedToCollection':
      return { act: 'card-added', by: data.addedBy, cardId: data.cardId };
    case 'CardRemovedFromCollection':
      return { act: 'card-removed', by: data.removedBy, cardId: data.cardId };
    case 'CollectionEdited':
      return { act: 'edited', by: data.editedBy };
    case 'CollaboratorAdded':
      return { act: 'collaborator-added', by: data.addedBy, collaboratorId: data.collaboratorId };
    case 'CollaboratorRemoved':
      return { act: 'collaborator-removed', by: data.removedBy, collaboratorId: data.collaboratorId };
    case 'CollectionDeleted':
      return { act: 'deleted', by: data.deletedBy };
    case 'ConnectionCreated':
      return { act: 'created', by: data.curatorId };
    case 'ConnectionEdited':
      return { act: 'edited', by: data.curatorId };
    case 'ConnectionSwapped':
      return { act: 'swapped', by: data.curatorId };
    case 'ConnectionRemoved':
      return { act: 'removed', by: data.curatorId };
  }
}
