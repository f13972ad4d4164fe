import { CONNECTION_TYPES } from '#contracts';
import type { Payload } from '../support/fixtures.js';
import { CREATED_AT, type Expectation, instant, ofAnUnknownKind, readMetadata } from './expectation.js';

const connection = (data: Payload): Payload => ({
  connection_id: data['connectionId'],
  curator_id: data['curatorId'],
  // The documented fallback of the open enum.
  connection_type: (CONNECTION_TYPES as readonly unknown[]).includes(data['connectionType'])
    ? data['connectionType']
    : 'RELATED',
  note: data['note'] ?? null,
  source: data['source'],
  target: data['target'],
});

/** Which of the two comes first is up to ids that are made of names. */
const eitherUrl: unknown = expect.any(String);

const connectionEntries = (data: Payload): Payload[] =>
  [1, 2].map(() => ({
    type: 'CONNECTION_CREATED',
    actor_id: data['curatorId'],
    connection_id: data['connectionId'],
    url: eitherUrl,
    occurred_at: CONNECTED_AT,
  }));

/** When the fixture's connection was drawn. */
const CONNECTED_AT = '2026-11-22T09:30:00+00:00';

/** By event without its major: all majors come to the same. */
export const FEEDS: Readonly<Record<string, Expectation>> = {
  'events.cards.card-added-to-library': {
    also: { 'of a kind of a later version': ofAnUnknownKind },
    state: ({ cardId, curatorId, url, metadata, note, importId, addedAt }) => ({
      cards: [
        {
          card_id: cardId,
          curator_id: curatorId,
          url,
          metadata: readMetadata(metadata),
          note: note ?? null,
          removed: false,
        },
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
  'events.cards.card-content-changed': {
    state: (data) => ({
      cards: [
        {
          card_id: data['cardId'],
          curator_id: data['curatorId'],
          url: data['url'],
          card_type: data['cardType'],
          parent_card_id: data['parentCardId'] ?? null,
          note: data['note'] ?? null,
          quote: data['quote'] ?? null,
          selector: data['selector'] ?? null,
          removed: false,
        },
      ],
    }),
  },
  'events.cards.url-metadata-resolved': {
    also: { 'of a kind of a later version': ofAnUnknownKind },
    state: ({ cardId, curatorId, url, metadata }) => ({
      cards: [
        { card_id: cardId, curator_id: curatorId, url, metadata: readMetadata(metadata), removed: false },
      ],
    }),
  },
  'events.cards.collection-changed': {
    given: ['events.cards.collection-created.v2'],
    also: { 'with an access of a later version': (data) => ({ ...data, access: 'BY_INVITATION' }) },
    state: ({ collectionId, name, description, access }) => ({
      collections: [
        {
          collection_id: collectionId,
          name,
          description: description ?? null,
          access: access === 'OPEN' ? 'OPEN' : 'CLOSED',
          deleted: false,
        },
      ],
      feed_entries: [{ type: 'COLLECTION_CREATED', collection_id: collectionId }],
    }),
  },
  'events.cards.collection-deleted': {
    given: ['events.cards.collection-created.v2', 'events.cards.card-added-to-collection.v1'],
    state: ({ collectionId, name }) => ({
      collections: [{ collection_id: collectionId, name, deleted: true }],
    }),
  },
  'events.cards.connection-created': {
    also: { 'of a type of a later version': (data) => ({ ...data, connectionType: 'REFUTES' }) },
    state: (data) => ({ connections: [connection(data)], feed_entries: connectionEntries(data) }),
  },
  'events.cards.connection-changed': {
    given: ['events.cards.connection-created.v1'],
    state: (data) => ({ connections: [connection(data)], feed_entries: connectionEntries(data) }),
  },
  'events.cards.connection-removed': {
    given: ['events.cards.connection-created.v1'],
    state: () => ({}),
  },
};
