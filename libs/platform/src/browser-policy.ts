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

/** Nothing is framed, and the browsable description of the API runs its own scripts only. */
export function setSecurityPolicy(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      // On the raw answer, which the streams write to.
      setSecurityHeaders(request.raw, reply.raw, () => done());
    });
}

/**
 * Pages of other origins read no answer unless their origin is listed.
 *
 * @param corsOrigins `https://app.example.com`; without any, there is no CORS at all.
 */
export async function allowOrigins(
  app: NestFastifyApplication,
  corsOrigins: readonly string[],
): Promise<void> {
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'allow',
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
