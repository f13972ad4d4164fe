/** A small run in which nothing went wrong, as the checker gets it: what each of its rules is tampered from. */
import type { Attempt, Intent } from '../../../bench/load/history.ts';
import { DomainModel } from '../../model/domain.ts';
import type { Fact, Given } from '../../model/facts.ts';
import type { CheckInput } from './check.ts';
import { CONSUMERS, type LoggedEvent, type Producer, PRODUCERS, type StoredEvent } from './observation.ts';
import { shownBy } from './shown.ts';

export const ADA = 'did:plc:ada';
export const BOB = 'did:plc:bob';
export const EVE = 'did:plc:eve';
const POISON = 'poison-1';

class Recorder {
  readonly model = new DomainModel();
  readonly attempts: Attempt[] = [];
  readonly stored: Record<Producer, StoredEvent[]> = { cards: [], feeds: [], notifications: [] };
  readonly #versions = new Map<string, number>();
  #clock = 0;

  /** A request; with a new id it has an effect, which the model must confirm. */
  does(intent: Intent, decide: (given: Given) => Fact[], told: Partial<Attempt> = {}): void {
    const number = (this.#clock += 1);
    const at = new Date(Date.UTC(2026, 0, 1, 12, 0, number)).toISOString();
    const id = `request-${String(number)}`;
    const facts = decide({ newId: `new-${String(number)}`, saveId: `save-${String(number)}`, at });
    this.model.apply(facts);
    for (const fact of facts) this.#store(fact, id, at);
    this.attempts.push({
      id,
      commandId: number,
      intent,
      startedAt: number * 100,
      endedAt: number * 100 + 10,
      outcome: 'acknowledged',
      ...told,
    });
  }

  /** The service's own doing. */
  announces(recipientId: string, notificationId: string): void {
    this.stored.notifications.push({
      position: this.stored.notifications.length + 1,
      aggregateId: `inbox of ${recipientId}`,
      version: this.stored.notifications.length + 1,
      type: 'NotificationAnnounced',
      data: { recipientId, notification: { notificationId } },
      correlationId: 'request-1',
      occurredAt: new Date(Date.UTC(2026, 0, 1, 13)).toISOString(),
    });
  }

  #store(fact: Fact, correlationId: string, occurredAt: string): void {
    const { producer, aggregateId, type, data } = storedForm(fact);
    const version = (this.#versions.get(aggregateId) ?? 0) + 1;
    this.#versions.set(aggregateId, version);
    const position = this.stored[producer].length + 1;
    this.stored[producer].push({ position, aggregateId, version, type, data, correlationId, occurredAt });
  }
}

/** Ada, Bob and Eve save, collect, follow and read; one answer is lost on the way, one request is refused. */
export function soundRun(): CheckInput {
  const recorder = new Recorder();
  const { library, follows } = recorder.model;
  const save = (by: string, url: string, told?: Partial<Attempt>): void => {
    recorder.does({ kind: 'save', did: by, url }, (given) => library.save({ by, url }, given), told);
  };
  const onFollow = (
    kind: 'follow' | 'unfollow',
    by: string,
    target: { type: 'USER' | 'COLLECTION'; id: string },
  ) => {
    recorder.does({ kind, did: by, target }, (given) => follows[kind]({ by, target }, given));
  };
  save(ADA, 'https://example.org/1', { answeredId: 'new-1' });
  const collection = { name: 'Tides', access: 'OPEN' as const, collaboratorIds: [EVE] };
  recorder.does(
    { kind: 'create-collection', did: BOB, ...collection },
    (given) => library.create({ authorId: BOB, ...collection }, given),
    { answeredId: 'new-2' },
  );
  const collect = { cardId: 'new-1', collectionId: 'new-2' };
  recorder.does(
    { kind: 'collect', did: ADA, ...collect },
    (given) => library.collect({ by: ADA, ...collect }, given),
    { answeredId: 'new-1' },
  );
  recorder.does(
    { kind: 'save', did: BOB, viaCardId: 'new-1' },
    (given) => library.save({ by: BOB, viaCardId: 'new-1' }, given),
    { answeredId: 'new-4' },
  );
  onFollow('follow', EVE, { type: 'USER', id: ADA });
  onFollow('follow', EVE, { type: 'COLLECTION', id: 'new-2' });
  onFollow('unfollow', EVE, { type: 'USER', id: ADA });
  onFollow('follow', EVE, { type: 'USER', id: ADA });
  save(ADA, 'https://example.org/2', { outcome: 'unknown' });
  save(ADA, 'https://example.org/3', { answeredId: 'new-10' });
  recorder.does({ kind: 'remove', did: ADA, cardId: 'new-10' }, (given) =>
    library.remove({ by: ADA, cardId: 'new-10' }, given),
  );
  // It is there already: acknowledged, and nothing happens.
  save(ADA, 'https://example.org/1', { answeredId: 'new-1' });
  recorder.does({ kind: 'remove', did: BOB, cardId: 'new-1' }, () => [], { outcome: 'refused', status: 403 });
  const people = shownBy(recorder.model, [ADA, BOB, EVE]);
  const [first] = people.views[ADA]?.notifications ?? [];
  if (first !== undefined && people.views[ADA] !== undefined) {
    const { notificationId, createdAt } = first;
    recorder.does({ kind: 'mark-read', did: ADA, seen: { notificationId, createdAt } }, () => []);
    first.read = true;
    recorder.announces(ADA, notificationId);
    people.views[ADA].unread -= 1;
  }
  const { stored } = recorder;
  const ends = PRODUCERS.flatMap((producer) =>
    [...new Map(stored[producer].map(({ aggregateId, version }) => [aggregateId, version]))].map(
      ([aggregateId, sequence]) => ({ producer, aggregateId, sequence }),
    ),
  );
  const parked = [{ eventId: POISON, status: 'dead', reason: 'invalid', detail: '' }];
  return {
    attempts: recorder.attempts,
    poison: [{ kind: 'invalid-data', eventId: POISON }],
    observation: {
      eventStores: stored,
      outboxes: {
        cards: stored.cards.map(logged),
        feeds: stored.feeds.map(logged),
        notifications: stored.notifications.map(logged),
      },
      unpublished: { cards: 0, feeds: 0, notifications: 0 },
      cursors: Object.fromEntries(
        CONSUMERS.map((consumer) => [consumer, structuredClone(ends)]),
      ) as CheckInput['observation']['cursors'],
      parked: { feeds: parked, notifications: structuredClone(parked) },
      globalFeed: people.globalFeed,
      people: people.views,
      reasonRows: recorder.model.notifications.reasons().length,
    },
  };
}

function logged({ position, aggregateId, version, type, correlationId }: StoredEvent): LoggedEvent {
  return {
    position,
    eventId: `event-${aggregateId}-${String(version)}`,
    type,
    aggregateId,
    sequence: version,
    correlationId,
    twins: [],
  };
}

interface StoredForm {
  producer: Producer;
  aggregateId: string;
  type: string;
  data: Record<string, unknown>;
}

/** As the event stores have it: the other way round than `factOf`. */
function storedForm(fact: Fact): StoredForm {
  switch (fact.type) {
    case 'card-saved': {
      const { type: _, url, at, ...rest } = fact;
      return inCards(fact.cardId, 'CardAddedToLibrary', {
        ...rest,
        content: { type: 'URL', url },
        addedAt: at,
      });
    }
    case 'card-removed':
      return inCards(fact.cardId, 'CardRemovedFromLibrary', {
        cardId: fact.cardId,
        curatorId: fact.by,
        removedAt: fact.at,
      });
    case 'collection-created': {
      const { type: _, at, ...rest } = fact;
      return inCards(fact.collectionId, 'CollectionCreated', { ...rest, createdAt: at });
    }
    case 'card-collected': {
      const { type: _, at, by, ...rest } = fact;
      return inCards(fact.collectionId, 'CardAddedToCollection', { ...rest, addedBy: by, addedAt: at });
    }
    case 'card-uncollected': {
      const { type: _, at, by, ...rest } = fact;
      return inCards(fact.collectionId, 'CardRemovedFromCollection', {
        ...rest,
        removedBy: by,
        removedAt: at,
      });
    }
    case 'followed': {
      const { followId, followerId, target, at: followedAt } = fact;
      const data = { followId, followerId, target, followedAt };
      return { producer: 'feeds', aggregateId: followId, type: 'TargetFollowed', data };
    }
    case 'unfollowed':
      return {
        producer: 'feeds',
        aggregateId: fact.followId,
        type: 'TargetUnfollowed',
        data: { unfollowedAt: fact.at },
      };
  }
}

function inCards(aggregateId: string, type: string, data: Record<string, unknown>): StoredForm {
  return { producer: 'cards', aggregateId, type, data };
}
