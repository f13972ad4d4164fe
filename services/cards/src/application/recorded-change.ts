import type { AggregateChange, DomainEvent } from '#eventing';
import type { Aggregate, Progress } from '../domain/aggregate.js';

/**
 * What an aggregate's raised events store and publish.
 *
 * @param publish the translation of one domain event into the integration events that other services may see
 */
export function recordedChange<Event extends DomainEvent>(
  aggregateType: string,
  aggregate: Aggregate<Event>,
  publish: (event: Event) => readonly object[],
): AggregateChange {
  return {
    aggregateType,
    aggregateId: aggregate.id,
    ...aggregate.progress,
    domainEvents: aggregate.raised,
    integrationEvents: aggregate.raised.flatMap(publish),
  };
}

/** Where the aggregate stands once the change is stored. */
export function progressAfter(change: AggregateChange): Progress {
  return {
    version: change.version + change.domainEvents.length,
    sequence: change.sequence + change.integrationEvents.length,
  };
}
