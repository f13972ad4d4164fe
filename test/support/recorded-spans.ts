import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { recordSpans } from '../../libs/eventing/src/tracing/spans.js';

export interface Recorded {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  attributes: Record<string, unknown>;
  /** Ids of the spans that it is linked to. */
  links: string[];
  isError: boolean;
}

/** Has this process record its spans in memory, for a spec to look at. */
export class RecordedSpans {
  readonly #exporter = new InMemorySpanExporter();
  readonly #provider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: this.#exporter })],
  });

  begin(): void {
    recordSpans(this.#provider.getTracer('test'));
  }

  end(): void {
    recordSpans(undefined);
    this.#exporter.reset();
  }

  /** In the order in which they ended. */
  all(): Recorded[] {
    return this.#exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      ...span.spanContext(),
      parentSpanId: span.parentSpanContext?.spanId,
      attributes: { ...span.attributes },
      links: span.links.map(({ context }) => context.spanId),
      isError: span.status.code === SpanStatusCode.ERROR,
    }));
  }

  named(name: string): Recorded[] {
    return this.all().filter((span) => span.name === name);
  }
}
