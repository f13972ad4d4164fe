import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import type { FastifyRequest } from 'fastify';

/**
 * What makes a request the same one again: method, path and query, `If-Match` and body.
 *
 * A body that is streamed is hashed on its way to the handler: put another stream in its place.
 *
 * @returns SHA-256; of a streamed body, once all of it was read
 */
export function fingerprintOf(request: FastifyRequest): () => Buffer {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([request.method, request.url, request.headers['if-match'] ?? null]));
  const { body } = request;
  if (!(body instanceof Readable)) {
    const digest = hash.update(JSON.stringify(body ?? null)).digest();
    return () => digest;
  }
  const hashed = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // Whoever reads learns of an error by reading.
  pipeline(body, hashed, () => undefined);
  request.body = hashed;
  return () => {
    if (!hashed.readableEnded) throw new Error('The command begins its work before all of its body is read');
    return hash.copy().digest();
  };
}
