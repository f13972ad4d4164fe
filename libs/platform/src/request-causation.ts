import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Causation, causedBy, logFieldsOfRequest } from '#eventing';
import type { FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { beginRequestSpan, isAskedByMachines, traceparentOfRequest } from './tracing/request-spans.js';

const CORRELATION_HEADER = 'x-correlation-id';
/** What a client may choose as a correlation id: printable, short, harmless in logs. */
const CORRELATION_ID = /^[\w.:-]{1,128}$/;

/** Makes each HTTP request the cause of every event that it leads to, and tells the client its correlation id. */
export function traceRequests(app: NestFastifyApplication): void {
  const logger = new Logger('Http');
  const causes = new WeakMap<FastifyRequest, Causation>();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      beginRequestSpan(request, reply);
      done();
    })
    // After the body is read: a context entered earlier would be lost on the way.
    .addHook('preValidation', (request, reply, done) => {
      const asked = request.headers[CORRELATION_HEADER];
      const correlationId = typeof asked === 'string' && CORRELATION_ID.test(asked) ? asked : uuidv7();
      const traceparent = traceparentOfRequest(request);
      reply.header(CORRELATION_HEADER, correlationId);
      const trace = traceparent === undefined ? {} : { traceparent };
      const causation = { correlationId, causationId: uuidv7(), ...trace };
      causes.set(request, causation);
      causedBy(causation, done);
    })
    .addHook('onResponse', (request, reply, done) => {
      const causation = causes.get(request);
      if (causation !== undefined && !isAskedByMachines(request)) {
        logger.debug(
          {
            method: request.method,
            route: request.routeOptions.url,
            status: reply.statusCode,
            milliseconds: Math.round(reply.elapsedTime),
            // Called back by the socket, outside of what the request caused.
            ...logFieldsOfRequest(causation),
          },
          'request answered',
        );
      }
      done();
    });
}
