import { SpanKind } from '@opentelemetry/api';
import type { Causation } from '../causation.js';
import { conversation, messageOf } from './message-attributes.js';
import { beginSpan, isTracing } from './spans.js';
import { traceparentOf } from './trace-context.js';

/**
 * Records that an event is written. Whatever happens to it later belongs under this, or is linked to it.
 *
 * @returns what the event is to carry, for ever: its cause, with its own creation as the place in the trace
 */
export function traceCreation(event: { id: string; type: string }, cause: Causation): Causation {
  if (!isTracing()) return cause;
  const span = beginSpan(`create ${event.type}`, {
    kind: SpanKind.PRODUCER,
    attributes: { ...messageOf('create', 'create', event), ...conversation(cause.correlationId) },
    parent: cause.traceparent,
  });
  if (span === undefined) return cause;
  span.end();
  return { ...cause, traceparent: traceparentOf(span.spanContext()) };
}
