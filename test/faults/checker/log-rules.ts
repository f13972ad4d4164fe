/** What must hold of event stores, outboxes, cursors and parking, whatever the commands were. */
import {
  CONSUMERS,
  HEARD,
  type LoggedEvent,
  type Observation,
  type Producer,
  PRODUCERS,
  type StoredEvent,
} from './observation.ts';
import type { CheckerRule, Violation } from './rules.ts';

export interface InjectedPoison {
  kind: 'no-event' | 'invalid-data' | 'unknown-version';
  eventId: string | undefined;
}

export function logViolations(observation: Observation, poison: readonly InjectedPoison[]): Violation[] {
  return [
    ...PRODUCERS.flatMap((producer) => [
      ...versions(producer, observation.eventStores[producer]),
      ...sequences(producer, observation.outboxes[producer]),
      ...published(producer, observation),
    ]),
    ...announced(observation),
    ...cursors(observation),
    ...parking(observation, poison),
  ];
}

/** Versions of an aggregate are 1, 2, 3, …, in the order in which they were written. */
function versions(producer: Producer, events: readonly StoredEvent[]): Violation[] {
  return dense('versions-dense', `${producer}.event_store`, events, ({ version }) => version);
}

/** The integration events' sequences too, each with an id of its own. */
function sequences(producer: Producer, events: readonly LoggedEvent[]): Violation[] {
  const ids = new Set(events.map(({ eventId }) => eventId));
  return [
    ...dense('sequences-dense', `${producer}.outbox`, events, ({ sequence }) => sequence),
    ...(ids.size === events.length
      ? []
      : [
          {
            rule: 'event-ids-unique' as const,
            detail: `${producer}.outbox has ${String(events.length - ids.size)} ids twice`,
          },
        ]),
  ];
}

function dense<T extends { aggregateId: string; position: number }>(
  rule: CheckerRule,
  table: string,
  rows: readonly T[],
  numberOf: (row: T) => number,
): Violation[] {
  const last = new Map<string, number>();
  const violations: Violation[] = [];
  for (const row of rows.toSorted((a, b) => a.position - b.position)) {
    const expected = (last.get(row.aggregateId) ?? 0) + 1;
    const actual = numberOf(row);
    if (actual !== expected) {
      const detail = `${table}: ${row.aggregateId} has ${String(actual)} where ${String(expected)} is due`;
      violations.push({ rule, detail });
    }
    last.set(row.aggregateId, actual);
  }
  return violations;
}

/** Each domain event is told to others, once in each of its majors, and the broker has taken all. */
function published(producer: Producer, { eventStores, outboxes, unpublished }: Observation): Violation[] {
  const violations: Violation[] = [];
  const stored = countByAggregate(eventStores[producer].filter(({ type }) => isToldOneByOne(type)));
  const logged = countByAggregate(
    outboxes[producer].filter((event) => isOldestMajor(event) && !MARKS.test(event.type)),
  );
  const majors = countByAggregate(outboxes[producer]);
  const due = new Map<string, number>();
  for (const { aggregateId, twins } of outboxes[producer].filter(isOldestMajor)) {
    due.set(aggregateId, (due.get(aggregateId) ?? 0) + 1 + twins.length);
  }
  for (const aggregateId of new Set([...stored.keys(), ...logged.keys()])) {
    const [wanted, found] = [stored.get(aggregateId) ?? 0, logged.get(aggregateId) ?? 0];
    const [told, complete] = [majors.get(aggregateId) ?? 0, due.get(aggregateId) ?? 0];
    if (wanted === found && told === complete) continue;
    const detail = `${producer}: ${aggregateId} has ${String(wanted)} domain events, and tells of ${String(found)} in ${String(told)} integration events where ${String(complete)} are due`;
    violations.push({ rule: 'told-once', detail });
  }
  if (unpublished[producer] > 0) {
    const detail = `${producer} has ${String(unpublished[producer])} events that were never published`;
    violations.push({ rule: 'all-published', detail });
  }
  return violations;
}

/** What was chosen, seen or mailed is its service's own; marks as read are told in as many events as they need. */
function isToldOneByOne(type: string): boolean {
  return !UNTOLD.has(type);
}
const UNTOLD = new Set([
  'ChoiceMade',
  'ChoiceRevoked',
  'NotificationsSeen',
  'NotificationsRead',
  'DigestMailed',
]);
const MARKS = /\.notifications-read\./;

/** Nobody is told of one act twice, whatever was killed while it was announced. */
function announced({ eventStores }: Observation): Violation[] {
  const seen = new Set<string>();
  return eventStores.notifications.flatMap(({ type, data }) => {
    if (type !== 'NotificationAnnounced') return [];
    const { notificationId } = data['notification'] as { notificationId: string };
    if (!seen.has(notificationId)) {
      seen.add(notificationId);
      return [];
    }
    return [{ rule: 'announced-once' as const, detail: `${notificationId} was announced twice` }];
  });
}

/** One event stands for an act that is told in several majors. */
function isOldestMajor({ type, twins }: LoggedEvent): boolean {
  return twins.every((twin) => majorOf(type) < majorOf(twin));
}

function majorOf(type: string): number {
  return Number(/\.v(\d+)$/.exec(type)?.[1]);
}

function countByAggregate(rows: readonly { aggregateId: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { aggregateId } of rows) counts.set(aggregateId, (counts.get(aggregateId) ?? 0) + 1);
  return counts;
}

/** Every consumer has come to the end of every aggregate that it hears of, and not past it. */
function cursors({ outboxes, cursors: all }: Observation): Violation[] {
  const violations: Violation[] = [];
  for (const consumer of CONSUMERS) {
    for (const producer of PRODUCERS) {
      const ends = countByAggregate(HEARD[consumer].includes(producer) ? outboxes[producer] : []);
      const found = new Map(
        all[consumer]
          .filter((cursor) => cursor.producer === producer)
          .map(({ aggregateId, sequence }) => [aggregateId, sequence]),
      );
      for (const aggregateId of new Set([...ends.keys(), ...found.keys()])) {
        const [wanted, actual] = [ends.get(aggregateId) ?? 0, found.get(aggregateId) ?? 0];
        if (wanted === actual) continue;
        const detail = `${consumer} stands at ${String(actual)} of ${String(wanted)} of ${producer}'s ${aggregateId}`;
        violations.push({ rule: 'cursor-at-end', detail });
      }
    }
  }
  return violations;
}

/** In parking is the poison that was put there, at every consumer, and nothing else. */
function parking({ parked }: Observation, poison: readonly InjectedPoison[]): Violation[] {
  const injected = new Set(poison.flatMap(({ eventId }) => eventId ?? []));
  return CONSUMERS.flatMap((consumer) => {
    const dead = new Set(
      parked[consumer].filter(({ status }) => status === 'dead').map(({ eventId }) => eventId),
    );
    return [
      ...parked[consumer]
        .filter(({ eventId }) => !injected.has(eventId))
        .map(({ eventId, status, reason, detail }) => ({
          rule: 'parked-only-poison' as const,
          detail: `${consumer} has ${eventId} parked as ${status} (${reason}): ${detail}`,
        })),
      ...[...injected]
        .filter((eventId) => !dead.has(eventId))
        .map((eventId) => ({
          rule: 'poison-parked' as const,
          detail: `${consumer} does not know the poison ${eventId} as dead`,
        })),
    ];
  });
}
