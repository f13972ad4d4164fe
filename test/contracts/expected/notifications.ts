import type { Payload } from '../support/fixtures.js';
import { type Expectation, instant, nobodyTold, reason, withoutImport } from './expectation.js';

/** By event without its major: all majors come to the same. */
export const NOTIFICATIONS: Readonly<Record<string, Expectation>> = {
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
};
