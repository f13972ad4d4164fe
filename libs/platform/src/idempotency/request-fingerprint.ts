import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem.js';

/**
 * What makes a request the same one again: method, path and query, `If-Match` and body.
 *
 * A body that is streamed is hashed on its way to the handler: put another stream in its place.
 *
 * @returns SHA-256; of a streamed body, once all of it was read
 * @throws ProblemError 400 `invalid-request` where the body is nested too deeply to be written down
 */
export function fingerprintOf(request: FastifyRequest): () => Buffer {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([request.method, request.url, request.headers['if-match'] ?? null]));
  const { body } = request;
  if (!(body instanceof Readable)) {
    const digest = hash.update(textOf(body)).digest();
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

function textOf(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch (error) {
    // The parser takes any depth; the writer, which calls itself, does not.
    if (!(error instanceof RangeError)) throw error;
    throw new ProblemError({
      status: 400,
      code: 'invalid-request',
      title: 'The request is not valid',
      detail: 'The body can not be read: it is nested too deeply.',
    });
  }
}
