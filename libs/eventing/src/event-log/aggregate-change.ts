import type { Causation } from '../causation.js';

export interface DomainEvent {
  /** Past tense, the service's own: `CardAddedToLibrary`. */
  type: string;
  data: object;
}

/** One aggregate's change: its domain events for the event store, and their translation for the outbox. */
export interface AggregateChange {
  /** `Card`, `Collection`, … */
  aggregateType: string;
  aggregateId: string;
  /** Domain events stored for the aggregate before this change; 0 for a new one. They become version + 1, … */
  version: number;
  /** Integration events published for the aggregate before this change. They become sequence + 1, … */
  sequence: number;
  domainEvents: readonly DomainEvent[];
  /** Instances of contract classes: each class carries its published type as a static `type`. `together` marks majors of one act. */
  integrationEvents: readonly object[];
  /** What caused it, where that is not the ambient cause (`causedBy`): an event of a batch. */
  cause?: Causation;
}

/**
 * Somebody else changed the aggregate since it was loaded. Nothing was written: load it again and decide anew.
 */
export class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
  readonly code = 'concurrency-conflict';

  constructor(
    readonly aggregateId: string,
    options?: ErrorOptions,
  ) {
    super(`Aggregate ${aggregateId} was changed at the same time; load it again and retry`, options);
  }
}
