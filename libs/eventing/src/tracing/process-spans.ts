import { type Attributes, type Link, type Span, SpanKind } from '@opentelemetry/api';
import { handledTypeOf, type InboxEvent } from '../inbox/inbox-event.js';
import { conversation, operation } from './message-attributes.js';
import { beginSpan, failSpan, isTracing } from './spans.js';
import { isSampled, spanContextOf, traceparentOf } from './trace-context.js';

/**
 * What the handlers of one transaction do: their spans end with it, because until then nothing of what they say has
 * happened.
 */
export class ProcessSpans {
  readonly #system: string;
  readonly #consumer: string;
  readonly #open: Span[] = [];

  /** @param system what carries the events: `nats`, `postgres`, … */
  constructor(system: string, consumer: string) {
    this.#system = system;
    this.#consumer = consumer;
  }

  /**
   * Begins the span of one call of a handler: under the event that it handles, or linked to each where it handles many.
   *
   * @returns its `traceparent`, for what the handler causes; undefined where nothing is recorded
   */
  begin(events: readonly InboxEvent[]): string | undefined {
    const [first] = events;
    if (!isTracing() || first === undefined) return undefined;
    const links = linksTo(events);
    const isTraced = events.some(({ envelope }) => envelope.traceparent !== undefined);
    // Nobody asked for their traces: one of this by itself would say nothing.
    if (isTraced && links.length === 0) return undefined;
    const isOne = events.length === 1;
    const destination = isOne ? first.envelope.type : handledTypeOf(first);
    const span = beginSpan(`process ${destination}`, {
      kind: SpanKind.CONSUMER,
      attributes: {
        'messaging.system': this.#system,
        'messaging.consumer.group.name': this.#consumer,
        'messaging.destination.name': destination,
        ...operation('process', 'process'),
        ...(isOne ? ofOne(first) : { 'messaging.batch.message_count': events.length }),
      },
      parent: isOne ? first.envelope.traceparent : undefined,
      links,
    });
    if (span === undefined) return undefined;
    this.#open.push(span);
    return traceparentOf(span.spanContext());
  }

  /** The transaction is committed, or rolled back because of an error. */
  end(failure?: { error: unknown }): void {
    for (const span of this.#open.splice(0)) {
      if (failure !== undefined) failSpan(span, failure.error);
      span.end();
    }
  }
}

function linksTo(events: readonly InboxEvent[]): Link[] {
  return events.flatMap(({ envelope }) => {
    const context = spanContextOf(envelope.traceparent);
    const attributes = { 'messaging.message.id': envelope.id };
    return context !== undefined && isSampled(context) ? [{ context, attributes }] : [];
  });
}

function ofOne({ envelope, partition }: InboxEvent): Attributes {
  return {
    'messaging.message.id': envelope.id,
    ...conversation(envelope.correlationId),
    'messaging.destination.partition.id': String(partition),
  };
}
