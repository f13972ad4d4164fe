import { createHash, randomBytes } from 'node:crypto';

/** A notification has less than 8,000 bytes; with this much of the body, in base64, there is room for the head. */
const CHUNK_CHARACTERS = 7_900;
/** PostgreSQL cuts longer names. */
const MAX_CHANNEL_BYTES = 63;

/** The channel of a subject: others do not hear it. */
export function channelOf(subject: string): string {
  const channel = `bus:${subject}`;
  if (Buffer.byteLength(channel) <= MAX_CHANNEL_BYTES) return channel;
  return `bus:${createHash('sha256').update(subject).digest('base64url')}`;
}

/**
 * A broadcast as notifications: `<id> <how many follow> <part of the body in base64>`. All of one broadcast are sent
 * by one statement, so they arrive together and in their order; the same text twice would arrive once.
 */
export function toChunks(body: string): string[] {
  const id = randomBytes(6).toString('base64url');
  const text = Buffer.from(body).toString('base64');
  const count = Math.max(Math.ceil(text.length / CHUNK_CHARACTERS), 1);
  return Array.from({ length: count }, (_, index) => {
    const part = text.slice(index * CHUNK_CHARACTERS, (index + 1) * CHUNK_CHARACTERS);
    return `${id} ${String(count - 1 - index)} ${part}`;
  });
}

/** Puts broadcasts of one channel together again. One whose beginning was missed is dropped. */
export class ChunkReader {
  #id = '';
  #expected = -1;
  #text = '';

  /** @returns the body, with its last chunk. */
  read(payload: string): string | undefined {
    const [id = '', following = '', part = ''] = payload.split(' ');
    const left = Number(following);
    if (id !== this.#id) {
      this.#id = id;
      this.#text = '';
    } else if (left !== this.#expected) {
      return undefined;
    }
    this.#text += part;
    this.#expected = left - 1;
    if (left > 0) return undefined;
    const body = Buffer.from(this.#text, 'base64').toString();
    this.#text = '';
    return body;
  }
}
