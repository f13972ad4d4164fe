import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from 'helmet';

/** Seconds for which a browser remembers what it may send. */
const PREFLIGHT_MAX_AGE_S = 600;

const setSecurityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'connect-src': ["'self'"],
      'font-src': ["'self'", 'data:'],
      'img-src': ["'self'", 'data:'],
      'script-src': ["'self'"],
      // The page at /docs sets styles of its elements.
      'style-src': ["'self'", "'unsafe-inline'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
});

/**
 * What browsers may do with the answers: pages of other origins read none unless their origin is listed, nothing is
 * framed, and the browsable description of the API runs its own scripts only.
 *
 * @param corsOrigins `https://app.example.com`; without any, there is no CORS at all.
 */
export async function applyBrowserPolicy(
  app: NestFastifyApplication,
  corsOrigins: readonly string[],
): Promise<void> {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      // On the raw answer, which the streams write to.
      setSecurityHeaders(request.raw, reply.raw, () => done());
    });
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'etag',
      'idempotency-replayed',
      'location',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'www-authenticate',
    ],
    maxAge: PREFLIGHT_MAX_AGE_S,
  });
}
