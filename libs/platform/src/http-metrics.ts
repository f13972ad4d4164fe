import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Histogram, type Registry } from 'prom-client';
import type { FastifyReply } from 'fastify';
import { isAskedByMachines } from './tracing/request-spans.js';

/** Measures requests, under the name and labels of OpenTelemetry's conventions for HTTP servers; docs/metrics.md has it. */
export function measureRequests(app: NestFastifyApplication, registry: Registry): void {
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'From the headers of a request to the end of its answer',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      if (!isAskedByMachines(request) && !isStream(reply)) {
        const labels = {
          http_request_method: request.method,
          // What has no route is of no name that could be counted.
          http_route: request.routeOptions.url ?? '',
          http_response_status_code: String(reply.statusCode),
        };
        duration.observe(labels, reply.elapsedTime / 1_000);
      }
      done();
    });
}

/** It lasts as long as somebody listens, which says nothing of us. */
function isStream({ raw }: FastifyReply): boolean {
  const type = raw.getHeader('content-type');
  return typeof type === 'string' && type.startsWith('text/event-stream');
}
