import { SpanKind } from '@opentelemetry/api';
import { attributesOf } from '../envelope.js';
import type { OutgoingEvent, PublishResult, Transport } from '../transport.js';
import { conversation, messageOf } from './message-attributes.js';
import { beginSpan, failSpan, isTracing } from './spans.js';

/** As the transport's `publish`, with a span for each event, in the event's own trace. */
export async function publishTraced(
  transport: Transport,
  batch: readonly OutgoingEvent[],
): Promise<PublishResult[]> {
  if (!isTracing()) return transport.publish(batch);
  const spans = batch.map((event) => beginSend(transport.name, event));
  const results = await transport.publish(batch);
  spans.forEach((span, index) => {
    const result = results[index];
    if (span !== undefined && result?.stored !== true) failSpan(span, result?.error);
    span?.end();
  });
  return results;
}

function beginSend(system: string, { eventId, type, body, partition, republish }: OutgoingEvent) {
  const { traceparent: parent, correlationid } = attributesOf(body);
  // Written before this service was traced: it belongs to no trace.
  if (parent === undefined) return undefined;
  return beginSpan(`publish ${type}`, {
    // The event's creation is the producer; this hands it to the broker.
    kind: SpanKind.CLIENT,
    attributes: {
      'messaging.system': system,
      ...messageOf('send', 'publish', { id: eventId, type }),
      ...(correlationid === undefined ? {} : conversation(correlationid)),
      'messaging.destination.partition.id': String(partition),
      ...(republish ? { 'commonplace.republished': true } : {}),
    },
    parent,
  });
}
