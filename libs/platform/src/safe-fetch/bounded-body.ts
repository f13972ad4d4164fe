import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FetchError } from './fetch-error.js';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** What the request may say that it takes; others are refused. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

export interface BodyLimit {
  /** Of the body as sent and as decompressed. */
  maxBytes: number;
  /** A longer body is refused, or read up to the limit and no further: enough where what matters stands first. */
  whenLarger: 'refuse' | 'cut';
}

/**
 * Reads a body, decompressed, up to the limit: no more of it is ever held.
 *
 * @throws FetchError with `too-large` or `unreadable-body`.
 */
export async function readBody(response: IncomingMessage, limit: BodyLimit): Promise<Buffer> {
  const decoded = decodedBodyOf(response, limit);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of decoded as AsyncIterable<Buffer>) {
    const room = limit.maxBytes - length;
    if (chunk.length > room) {
      if (limit.whenLarger === 'refuse') throw tooLarge(limit);
      chunks.push(chunk.subarray(0, room));
      break;
    }
    chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

function decodedBodyOf(response: IncomingMessage, limit: BodyLimit): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return response;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decoder === undefined) throw new FetchError('unreadable-body', `its encoding is "${encoding}"`);
  // Whoever reads the last one hears of what breaks the others.
  return pipeline(response, noMoreThan(limit), decoder(), () => undefined);
}

/** Compressed bytes count too: a stream may go on for ever and decompress to nothing. */
function noMoreThan(limit: BodyLimit): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > limit.maxBytes) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
}

function tooLarge({ maxBytes }: BodyLimit): FetchError {
  return new FetchError('too-large', `the body is longer than ${String(maxBytes)} bytes`);
}
