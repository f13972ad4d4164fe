import { type Causation, currentActivity } from './causation.js';
import { attributesOf, type EventEnvelope } from './envelope.js';
import { spanContextOf } from './tracing/trace-context.js';
import type { OutgoingEvent } from './transport.js';

/** By what the lines of a log, the spans of a trace and the events in the tables are found from one another. */
export interface LogFields {
  /** The same on every line about one request and all that it led to, in every service. */
  correlationId?: string;
  /** The request's own id: the `causationid` of the events that it led to. */
  requestId?: string;
  eventId?: string;
  traceId?: string;
  spanId?: string;
}

/** Of a request, for a line that is written outside of it. */
export function logFieldsOfRequest(causation: Causation): LogFields {
  return { ...placeOf(causation), requestId: causation.causationId };
}

/** Of the request or the event that is being worked on where it is called. */
export function currentLogFields(): LogFields {
  const activity = currentActivity();
  if (activity === undefined) return {};
  const { causation, eventId } = activity;
  return eventId === undefined ? logFieldsOfRequest(causation) : { ...placeOf(causation), eventId };
}

/** Of an event, for a line that is written where none is being handled. */
export function fieldsOfEvent(
  envelope: Pick<EventEnvelope, 'id' | 'type' | 'subject' | 'correlationId' | 'traceparent'>,
): LogFields & { type: string; aggregateId: string } {
  const { id, type, subject } = envelope;
  return { ...placeOf(envelope), eventId: id, type, aggregateId: subject };
}

/** As `fieldsOfEvent`, of what lies in the outbox. */
export function fieldsOfMessage({
  eventId,
  type,
  aggregateId,
  body,
}: OutgoingEvent): ReturnType<typeof fieldsOfEvent> {
  const { correlationid: correlationId, traceparent } = attributesOf(body);
  return { ...placeOf({ correlationId, traceparent }), eventId, type, aggregateId };
}

function placeOf({
  correlationId,
  traceparent,
}: {
  correlationId?: string | undefined;
  traceparent?: string | undefined;
}): LogFields {
  const span = spanContextOf(traceparent);
  return {
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId }),
  };
}
