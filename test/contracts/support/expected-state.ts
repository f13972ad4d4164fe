import { URL_KINDS } from '#contracts';
import type { Payload } from './fixtures.js';

/** What a consumer has stored after an event, table by table; tables that are not named must be empty. */
export interface Expectation {
  /** Types whose minimal fixtures come before it in the same aggregate: what it changes or takes back. */
  given?: readonly string[];
  /** Payloads beside the fixtures, made of the maximal one, for what the fixtures leave out. */
  also?: Readonly<Record<string, (maximal: Payload) => Payload>>;
  /** @param data the newest major's payload */
  state: (data: Payload) => Record<string, readonly Payload[]>;
}

const CREATED_AT = '2026-11-22T12:00:00+00:00';
const instant = (value: unknown): string => new Date(String(value)).toISOString().replace('.000Z', '+00:00');

const nobodyTold = (): Record<string, readonly Payload[]> => ({});
/** A kind that this build does not know is read as `link`: the documented fallback of the open enum. */
const readMetadata = (metadata: unknown): Payload => {
  const { kind, ...rest } = metadata as Payload;
  if (kind === undefined) return rest;
  return { ...rest, kind: (URL_KINDS as readonly unknown[]).includes(kind) ? kind : 'link' };
};
const ofAnUnknownKind = (data: Payload): Payload => ({
  ...data,
  metadata: { ...(data['metadata'] as Payload), kind: 'hologram' },
});
const withoutImport = ({ importId: _, ...rest }: Payload): Payload => rest;

const reason = (data: Payload, fields: Payload): Payload => {
  const metadata = data['metadata'] as Payload;
  return {
    act_id: data['saveId'],
    occurred_at: instant(data['addedAt']),
    card_id: data['cardId'],
    card_url: data['url'],
    card_title: metadata['title'] ?? null,
    ...fields,
  };
};

/** By consumer, and by event without its major: all majors come to the same. */
export const EXPECTED: Readonly<Record<string, Readonly<Record<string, Expectation>>>> = {
  feeds: {
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
  },
  notifications: {
    'events.cards.card-added-to-library': {
      also: { 'by hand, through a card of another': withoutImport },
      state: (data) => {
        const via = data['via'] as Payload | undefined;
        if (via === undefined || data['importId'] !== undefined) return nobodyTold();
        const told = {
          type: 'USER_ADDED_YOUR_CARD',
          recipient_id: via['curatorId'],
          actor_id: data['curatorId'],
          via_card_id: via['cardId'],
          source_id: data['cardId'],
        };
        return { notification_reasons: [reason(data, told)] };
      },
    },
    'events.cards.card-removed-from-library': {
      given: ['events.cards.card-added-to-library.v1'],
      state: ({ cardId }) => ({ removed_cards: [{ card_id: cardId }] }),
    },
    'events.cards.card-added-to-collection': {
      also: { 'by hand': withoutImport },
      state: (data) => {
        if (data['importId'] !== undefined) return nobodyTold();
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
        return rows.length === 0 ? nobodyTold() : { notification_reasons: rows };
      },
    },
    'events.cards.card-removed-from-collection': {
      given: ['events.cards.card-added-to-collection.v1'],
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
  },
};
