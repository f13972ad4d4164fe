import { CONNECTION_TYPES } from '#contracts';
import type { Payload } from '../support/fixtures.js';
import { type Expectation, instant, nobodyTold, reason, withoutImport } from './expectation.js';

/** When the fixture's connection was drawn. */
const CREATED_AT_OF_FIXTURES = '2026-11-22T09:30:00.000Z';

const inLibrary = ({ cardId, curatorId, url, metadata, addedAt, saveId, importId }: Payload): Payload => ({
  card_id: cardId,
  curator_id: curatorId,
  url,
  title: (metadata as Payload)['title'] ?? null,
  added_at: instant(addedAt),
  // An import notifies nobody.
  save_id: importId === undefined ? saveId : null,
});

const collection = ({ collectionId, authorId, name }: Payload): Payload => ({
  collection_id: collectionId,
  author_id: authorId,
  name,
  deleted: false,
});

const end = (connectionId: unknown, side: string, data: unknown): Payload => {
  const { url, metadata, collectionId, collectionAuthorId } = data as Payload;
  return {
    connection_id: connectionId,
    side,
    url,
    title: (metadata as Payload)['title'] ?? null,
    collection_id: collectionId ?? null,
    collection_author_id: collectionAuthorId ?? null,
  };
};

const connection = (data: Payload, createdAt: unknown): Record<string, readonly Payload[]> => ({
  connections: [
    {
      connection_id: data['connectionId'],
      curator_id: data['curatorId'],
      // The documented fallback of the open enum.
      connection_type: (CONNECTION_TYPES as readonly unknown[]).includes(data['connectionType'])
        ? data['connectionType']
        : 'RELATED',
      created_at: instant(createdAt),
    },
  ],
  connection_ends: [
    end(data['connectionId'], 'SOURCE', data['source']),
    end(data['connectionId'], 'TARGET', data['target']),
  ].toSorted((a, b) => String(a['url']).localeCompare(String(b['url']))),
});

/** By event without its major: all majors come to the same. */
export const NOTIFICATIONS: Readonly<Record<string, Expectation>> = {
  'events.cards.card-added-to-library': {
    also: { 'by hand, through a card of another': withoutImport },
    state: (data) => {
      const via = data['via'] as Payload | undefined;
      const library_cards = [inLibrary(data)];
      if (via === undefined || data['importId'] !== undefined) return { library_cards };
      const told = {
        type: 'USER_ADDED_YOUR_CARD',
        recipient_id: via['curatorId'],
        actor_id: data['curatorId'],
        via_card_id: via['cardId'],
        source_id: data['cardId'],
      };
      return { library_cards, notification_reasons: [reason(data, told)] };
    },
  },
  'events.cards.card-removed-from-library': {
    given: ['events.cards.card-added-to-library.v1'],
    state: ({ cardId }) => ({ removed_cards: [{ card_id: cardId }] }),
  },
  'events.cards.card-added-to-collection': {
    also: { 'by hand': withoutImport },
    state: (data) => {
      const collections = [collection({ ...data, name: data['collectionName'] })];
      if (data['importId'] !== undefined) return { collections };
      const collection_cards = [
        {
          collection_id: data['collectionId'],
          card_id: data['cardId'],
          added_by: data['addedBy'],
          save_id: data['saveId'],
          added_at: instant(data['addedAt']),
          url: data['url'],
          title: (data['metadata'] as Payload)['title'] ?? null,
        },
      ];
      const others = [data['authorId'], ...(data['collaboratorIds'] as unknown[])].filter(
        (did) => did !== data['addedBy'],
      );
      const rows = others.toSorted().map((recipient) =>
        reason(data, {
          type: 'USER_ADDED_TO_YOUR_COLLECTION',
          recipient_id: recipient,
          actor_id: data['addedBy'],
          source_id: data['collectionId'],
          collection_id: data['collectionId'],
          collection_name: data['collectionName'],
        }),
      );
      return rows.length === 0
        ? { collections, collection_cards }
        : { collections, collection_cards, notification_reasons: rows };
    },
  },
  'events.cards.card-removed-from-collection': {
    given: ['events.cards.card-added-to-collection.v1'],
    state: ({ collectionId }) => ({ collections: [{ collection_id: collectionId, deleted: false }] }),
  },
  'events.cards.url-metadata-resolved': {
    given: ['events.cards.card-added-to-library.v1'],
    state: ({ cardId, metadata }) => ({
      library_cards: [{ card_id: cardId, title: (metadata as Payload)['title'] ?? null }],
    }),
  },
  'events.cards.collection-changed': {
    given: ['events.cards.card-added-to-collection.v1'],
    state: (data) => ({
      collections: [collection(data)],
      collection_cards: [{ card_id: expect.any(String) }],
    }),
  },
  'events.cards.collection-created': { state: (data) => ({ collections: [collection(data)] }) },
  'events.cards.collection-deleted': {
    given: ['events.cards.card-added-to-collection.v1'],
    state: (data) => ({ collections: [{ ...collection(data), deleted: true }] }),
  },
  'events.cards.connection-created': {
    also: { 'of a type of a later version': (data) => ({ ...data, connectionType: 'REFUTES' }) },
    state: (data) => connection(data, data['createdAt']),
  },
  'events.cards.connection-changed': {
    given: ['events.cards.connection-created.v1'],
    // It was drawn when it was drawn.
    state: (data) => connection(data, CREATED_AT_OF_FIXTURES),
  },
  'events.cards.connection-removed': {
    given: ['events.cards.connection-created.v1'],
    state: nobodyTold,
  },
  'events.feeds.target-followed': {
    state: (data) => ({
      notification_reasons: [
        {
          act_id: data['followId'],
          source_id: data['followId'],
          actor_id: data['followerId'],
          recipient_id: data['collectionAuthorId'] ?? data['targetId'],
          type: data['targetType'] === 'USER' ? 'USER_FOLLOWED_YOU' : 'USER_FOLLOWED_YOUR_COLLECTION',
          occurred_at: instant(data['followedAt']),
        },
      ],
    }),
  },
  'events.feeds.target-unfollowed': {
    given: ['events.feeds.target-followed.v1'],
    state: nobodyTold,
  },
};
