import { randomUUID } from 'node:crypto';
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardContentChangedV1,
  CardRemovedFromLibraryV1,
  CollectionCreatedV2,
  eventOf,
  UrlMetadataResolvedV1,
} from '#contracts';
import { partitionOf, toCloudEvent } from '#eventing';
import { SOURCE, type StoredEvent } from './cards.ts';

const CARDS = 100;
const PEOPLE = 1_000;
const REMOVED_EACH = 8;
/** Long ago, so that none of it is news. */
const BEGINNING = Date.UTC(2026, 0, 1);
const NOTE = 'x'.repeat(120);

/**
 * What a person did with a hundred cards and a collection: saved, resolved, noted, gathered, and an eighth of them taken
 * away again. Some 413 events, in an order in which the broker may have them.
 */
export function chapterOf(number: number): StoredEvent[] {
  const sequences = new Map<string, number>();
  const at = new Date(BEGINNING + number * 1_000).toISOString();
  const stored = (aggregateId: string, data: object): StoredEvent => {
    const sequence = (sequences.get(aggregateId) ?? 0) + 1;
    sequences.set(aggregateId, sequence);
    const eventId = randomUUID();
    const { type } = data.constructor as unknown as { type: string };
    const envelope = {
      id: eventId,
      source: SOURCE,
      type,
      subject: aggregateId,
      time: at,
      sequence,
      correlationId: eventId,
      causationId: eventId,
      data,
    };
    const body = JSON.stringify(toCloudEvent(envelope));
    return { eventId, type, aggregateId, sequence, partition: partitionOf(aggregateId), body };
  };
  const curatorId = `did:plc:person${String(number % PEOPLE).padStart(18, 'a')}`;
  const collectionId = randomUUID();
  const cards = Array.from({ length: CARDS }, (_, index) => ({
    cardId: randomUUID(),
    curatorId,
    url: `https://doi.org/10.5555/${String(number)}.${String(index)}`,
  }));
  const metadata = { title: 'On the Ordering of Events', authors: ['Lamport, Leslie'] };
  const collection = { collectionId, authorId: curatorId };
  return [
    stored(collectionId, eventOf(CollectionCreatedV2, { ...collection, name: 'Time', access: 'CLOSED' })),
    ...cards.map((card) =>
      stored(
        card.cardId,
        eventOf(CardAddedToLibraryV1, { ...card, metadata: {}, saveId: card.cardId, addedAt: at }),
      ),
    ),
    ...cards.map((card) =>
      stored(card.cardId, eventOf(UrlMetadataResolvedV1, { ...card, metadata, resolvedAt: at })),
    ),
    ...cards.map((card) =>
      stored(
        card.cardId,
        eventOf(CardContentChangedV1, { ...card, cardType: 'URL', note: NOTE, changedAt: at }),
      ),
    ),
    ...cards.map(({ cardId, url }) =>
      stored(
        collectionId,
        eventOf(CardAddedToCollectionV1, {
          ...collection,
          collectionName: 'Time',
          collaboratorIds: [],
          cardId,
          url,
          metadata,
          saveId: cardId,
          cardCuratorId: curatorId,
          addedBy: curatorId,
          addedAt: at,
        }),
      ),
    ),
    ...cards
      .filter((_, index) => index % REMOVED_EACH === 0)
      .map((card) => stored(card.cardId, eventOf(CardRemovedFromLibraryV1, { ...card, removedAt: at }))),
  ];
}
