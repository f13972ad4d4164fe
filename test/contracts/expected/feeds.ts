import { CREATED_AT, type Expectation, instant, ofAnUnknownKind, readMetadata } from './expectation.js';

/** By event without its major: all majors come to the same. */
export const FEEDS: Readonly<Record<string, Expectation>> = {
  'events.cards.card-added-to-library': {
    also: { 'of a kind of a later version': ofAnUnknownKind },
    state: ({ cardId, curatorId, url, metadata, importId, addedAt }) => ({
      cards: [
        { card_id: cardId, curator_id: curatorId, url, metadata: readMetadata(metadata), removed: false },
      ],
      activity_cards: [{ card_id: cardId, source_id: cardId, collection_id: null, url: null }],
      feed_entries: [
        {
          type: 'CARD_COLLECTED',
          source_id: importId ?? cardId,
          actor_id: curatorId,
          card_id: importId === undefined ? cardId : null,
          collection_id: null,
          import_id: importId ?? null,
          occurred_at: instant(addedAt),
        },
      ],
    }),
  },
  'events.cards.card-removed-from-library': {
    given: ['events.cards.card-added-to-library.v1'],
    state: ({ cardId, curatorId, url }) => ({
      cards: [{ card_id: cardId, curator_id: curatorId, removed: true, url: url && expect.any(String) }],
    }),
  },
  'events.cards.collection-created': {
    also: { 'with an access of a later version': (data) => ({ ...data, access: 'BY_INVITATION' }) },
    state: ({ collectionId, authorId, name, description, access }) => ({
      collections: [
        {
          collection_id: collectionId,
          author_id: authorId,
          name,
          description: description ?? null,
          // The documented fallback of the open enum.
          access: access === 'OPEN' ? 'OPEN' : 'CLOSED',
        },
      ],
      feed_entries: [
        {
          type: 'COLLECTION_CREATED',
          source_id: collectionId,
          actor_id: authorId,
          collection_id: collectionId,
          occurred_at: CREATED_AT,
        },
      ],
    }),
  },
  'events.cards.card-added-to-collection': {
    also: { 'of a kind of a later version': ofAnUnknownKind },
    state: (data) => ({
      collections: [
        {
          collection_id: data['collectionId'],
          author_id: data['authorId'],
          name: data['collectionName'],
          access: 'CLOSED',
        },
      ],
      activity_cards: [
        {
          card_id: data['cardId'],
          source_id: data['collectionId'],
          collection_id: data['collectionId'],
          curator_id: data['cardCuratorId'],
          url: data['url'],
          metadata: readMetadata(data['metadata']),
        },
      ],
      feed_entries: [
        {
          type: 'CARD_COLLECTED',
          source_id: data['collectionId'],
          actor_id: data['addedBy'],
          collection_id: data['collectionId'],
          import_id: data['importId'] ?? null,
          occurred_at: instant(data['addedAt']),
        },
      ],
    }),
  },
  'events.cards.card-removed-from-collection': {
    given: ['events.cards.card-added-to-collection.v1'],
    state: ({ collectionId }) => ({ collections: [{ collection_id: collectionId }] }),
  },
};
