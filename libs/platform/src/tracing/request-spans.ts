import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { beginSpan, spanContextOf, traceparentOf } from '#eventing';
import type { FastifyReply, FastifyRequest } from 'fastify';

const OF_MACHINES = new Set(['/livez', '/readyz', '/metrics']);

const spans = new WeakMap<FastifyRequest, Span>();

/** How a service is, every few seconds: traces and lines of that would be most of all. */
export function isAskedByMachines({ routeOptions: { url } }: FastifyRequest): boolean {
  return url !== undefined && OF_MACHINES.has(url);
}

/**
 * Begins the span of a request, by OpenTelemetry's conventions for HTTP servers, under the one that the client names.
 * It ends when the answer is sent, or when the client has gone.
 */
export function beginRequestSpan(request: FastifyRequest, reply: FastifyReply): void {
  const { method } = request;
  const route = request.routeOptions.url;
  if (isAskedByMachines(request)) return;
  const { traceparent } = request.headers;
  const span = beginSpan(route === undefined ? method : `${method} ${route}`, {
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': method,
      'url.scheme': request.protocol,
      'url.path': pathOf(request.url),
      ...(route === undefined ? {} : { 'http.route': route }),
    },
    parent: typeof traceparent === 'string' ? traceparent : undefined,
  });
  if (span === undefined) return;
  spans.set(request, span);
  reply.raw.once('close', () => {
    const { statusCode } = reply;
    if (reply.raw.headersSent) span.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) {
      span.setAttribute('error.type', String(statusCode));
      span.setStatus({ code: SpanStatusCode.ERROR });
    } else if (!reply.raw.writableFinished) {
      span.setAttribute('error.type', 'client-gone');
    }
    span.end();
  });
}

/** W3C's `traceparent` under which a request's consequences belong: its span's, or the client's where none is recorded. */
export function traceparentOfRequest(request: FastifyRequest): string | undefined {
  const span = spans.get(request);
  if (span !== undefined) return traceparentOf(span.spanContext());
  const { traceparent } = request.headers;
  return typeof traceparent === 'string' && spanContextOf(traceparent) !== undefined
    ? traceparent
    : undefined;
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
