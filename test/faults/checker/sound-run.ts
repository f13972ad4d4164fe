/** A small run in which nothing went wrong, as the checker gets it: what each of its rules is tampered from. */
import type { Attempt } from '../../../bench/load/history.ts';
import type { Intent } from '../../../bench/load/intents.ts';
import { DomainModel } from '../../model/domain.ts';
import type { Fact, Given } from '../../model/facts.ts';
import type { CheckInput } from './check.ts';
import {
  CONSUMERS,
  HEARD,
  type Cursor,
  type LoggedEvent,
  type Observation,
  type Producer,
  PRODUCERS,
  type StoredEvent,
} from './observation.ts';
import { shownBy } from './sound-views.ts';
import { inboxOf, storedForm } from './stored-form.ts';

export const ADA = 'did:plc:ada';
export const BOB = 'did:plc:bob';
export const EVE = 'did:plc:eve';
const PEOPLE = [ADA, BOB, EVE];
const POISON = 'poison-1';

/** What notifications keeps to itself. */
const UNTOLD = new Set(['ChoiceMade', 'ChoiceRevoked', 'NotificationsSeen']);

export type Decide = (model: DomainModel, given: Given) => Fact[];

/** Writes down what is asked for, and lets it happen. */
export class SoundRun {
  readonly #model = new DomainModel();
  readonly #attempts: Attempt[] = [];
  readonly #stored: Record<Producer, StoredEvent[]> = { cards: [], feeds: [], notifications: [] };
  readonly #versions = new Map<string, number>();
  #clock = 0;

  /** A request, a second after the one before; what it did, the model decides. */
  does(intent: Intent, decide: Decide, told: Partial<Attempt> = {}): void {
    const number = (this.#clock += 1);
    const at = instantOf(number);
    const id = `request-${String(number)}`;
    const facts = decide(this.#model, {
      newId: `new-${String(number)}`,
      saveId: `save-${String(number)}`,
      at,
    });
    this.#model.apply(facts);
    for (const fact of facts) {
      const { producer, aggregateId, type, data } = storedForm(fact);
      this.#store(producer, { aggregateId, type, data, correlationId: id, occurredAt: at });
    }
    this.#attempts.push({
      id,
      commandId: number,
      intent,
      startedAt: number * 100,
      endedAt: number * 100 + 10,
      outcome: 'acknowledged',
      ...told,
    });
  }

  /** What somebody is shown first of what they are told, and that it was announced to them. */
  newestOf(recipientId: string): { notificationId: string; actId: string; createdAt: string } {
    const [newest] = shownBy(this.#model, [recipientId], []).people[recipientId]?.notifications ?? [];
    if (newest === undefined) throw new Error(`${recipientId} is told nothing`);
    const { notificationId, actId, createdAt } = newest;
    this.#store('notifications', {
      aggregateId: inboxOf(recipientId),
      type: 'NotificationAnnounced',
      data: { recipientId, notification: { notificationId } },
      correlationId: 'request-1',
      occurredAt: createdAt,
    });
    return { notificationId, actId, createdAt };
  }

  /** @param seen what its people were shown that the model does not say by itself */
  end(urls: readonly string[], seen: Pick<Observation, 'histories' | 'past'>): CheckInput {
    const stored = this.#stored;
    const outboxes = {
      cards: toldOf(stored.cards),
      feeds: toldOf(stored.feeds),
      notifications: toldOf(stored.notifications),
    };
    const ends = PRODUCERS.flatMap((producer) =>
      [...new Map(outboxes[producer].map(({ aggregateId, sequence }) => [aggregateId, sequence]))].map(
        ([aggregateId, sequence]): Cursor => ({ producer, aggregateId, sequence }),
      ),
    );
    const parked = [{ eventId: POISON, status: 'dead', reason: 'invalid', detail: '' }];
    return structuredClone<CheckInput>({
      attempts: this.#attempts,
      poison: [{ kind: 'invalid-data', eventId: POISON }],
      observation: {
        eventStores: stored,
        outboxes,
        unpublished: { cards: 0, feeds: 0, notifications: 0 },
        cursors: Object.fromEntries(
          CONSUMERS.map((consumer) => [
            consumer,
            ends.filter(({ producer }) => HEARD[consumer].includes(producer)),
          ]),
        ) as Observation['cursors'],
        parked: { cards: parked, feeds: parked, notifications: parked },
        ...shownBy(this.#model, PEOPLE, urls),
        ...seen,
      },
    });
  }

  #store(producer: Producer, event: Omit<StoredEvent, 'position' | 'version'>): void {
    const version = (this.#versions.get(event.aggregateId) ?? 0) + 1;
    this.#versions.set(event.aggregateId, version);
    this.#stored[producer].push({ position: this.#stored[producer].length + 1, version, ...event });
  }
}

/** When the request of this number was made. */
export function instantOf(number: number): string {
  return new Date(Date.UTC(2026, 0, 1, 12, 0, number)).toISOString();
}

function toldOf(events: readonly StoredEvent[]): LoggedEvent[] {
  const sequences = new Map<string, number>();
  return events.flatMap(({ position, aggregateId, type, correlationId }) => {
    if (UNTOLD.has(type)) return [];
    const sequence = (sequences.get(aggregateId) ?? 0) + 1;
    sequences.set(aggregateId, sequence);
    const eventId = `event-${aggregateId}-${String(sequence)}`;
    const told = type === 'NotificationsRead' ? 'events.notifications.notifications-read.v1' : type;
    return [{ position, eventId, type: told, aggregateId, sequence, correlationId, twins: [] }];
  });
}
