import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { currentActivity, underSpan } from '../causation.js';
import { errorTypeOf } from '../metrics.js';
import { spanContextOf, traceparentOf } from './trace-context.js';

let tracer: Tracer | undefined;

/**
 * Has this process record spans from now on; undefined: no more. What a tracer does is done only where there is one,
 * so that a service that is not traced pays a look at a variable for each span.
 */
export function recordSpans(by: Tracer | undefined): void {
  tracer = by;
}

export function isTracing(): boolean {
  return tracer !== undefined;
}

export interface SpanBeginning {
  kind: SpanKind;
  attributes: Attributes;
  /** W3C's `traceparent` of the span that it belongs under; a trace of its own begins where there is none. */
  parent?: string | undefined;
  links?: Link[];
}

/** Begins a span, where spans are recorded. Whoever has it ends it. */
export function beginSpan(name: string, { parent, ...options }: SpanBeginning): Span | undefined {
  if (tracer === undefined) return undefined;
  const above = spanContextOf(parent);
  const context = above === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, above);
  return tracer.startSpan(name, options, context);
}

/** Marks a span as failed. The error's text stays out of it: it may quote what a person wrote; the log has it. */
export function failSpan(span: Span, error: unknown): void {
  span.setAttribute('error.type', errorTypeOf(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/**
 * Runs `work` in a span under whatever causes it (`causedBy`), and as the cause of all that it leads to. Without such a
 * cause there is no trace that it would belong to, and no span.
 */
export async function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  if (tracer === undefined) return work();
  const activity = currentActivity();
  if (activity === undefined) return work();
  const parent = activity.causation.traceparent;
  const span = beginSpan(name, { kind: SpanKind.INTERNAL, attributes, parent });
  if (span === undefined) return work();
  try {
    return await underSpan(activity, traceparentOf(span.spanContext()), work);
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}
