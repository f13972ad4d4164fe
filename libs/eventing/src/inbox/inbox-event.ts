import type { EventEnvelope } from '../envelope.js';
import type { Preparation } from './handlers.js';

/** An aggregate as a consumer knows it: ids are unique within their source only. */
export interface AggregateKey {
  source: string;
  aggregateId: string;
}

/** One event on its way through the inbox, from the broker or from parking. */
export interface InboxEvent {
  envelope: EventEnvelope;
  /** The original bytes, kept should it be parked. */
  body: string;
  partition: number;
  preparation: Preparation;
  /** Set when it comes out of parking: it has a row there. */
  parked?: { attempts: number };
}

/** A map key for the event's aggregate. A source holds no space. */
export function keyOf(event: InboxEvent): string {
  return `${event.envelope.source} ${event.envelope.subject}`;
}

/** The type that it is handled as: a newer major than it was published with, where it is upcast. */
export function handledTypeOf({ preparation, envelope }: InboxEvent): string {
  return preparation.kind === 'handle' ? preparation.event.type : envelope.type;
}
