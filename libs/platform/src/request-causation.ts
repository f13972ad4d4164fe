import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { causedBy } from '#eventing';
import { uuidv7 } from 'uuidv7';

const CORRELATION_HEADER = 'x-correlation-id';
/** What a client may choose as a correlation id: printable, short, harmless in logs. */
const CORRELATION_ID = /^[\w.:-]{1,128}$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Makes each HTTP request the cause of every event that it leads to, and tells the client its correlation id. */
export function traceRequests(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    // After the body is read: a context entered earlier would be lost on the way.
    .addHook('preValidation', (request, reply, done) => {
      const asked = request.headers[CORRELATION_HEADER];
      const correlationId = typeof asked === 'string' && CORRELATION_ID.test(asked) ? asked : uuidv7();
      const { traceparent } = request.headers;
      reply.header(CORRELATION_HEADER, correlationId);
      const trace = typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {};
      causedBy({ correlationId, causationId: uuidv7(), ...trace }, done);
    });
}
