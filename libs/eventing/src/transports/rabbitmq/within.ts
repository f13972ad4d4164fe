import { setTimeout as delay } from 'node:timers/promises';

/**
 * The outcome of `work`, or a failure after `milliseconds`: some of the client's promises never settle when the
 * connection dies at the wrong moment.
 */
export async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  const deadline = new AbortController();
  try {
    return await Promise.race([
      work,
      delay(milliseconds, undefined, { signal: deadline.signal }).then(() => {
        throw new Error(`RabbitMQ did not answer within ${String(milliseconds)} ms: ${what}`);
      }),
    ]);
  } finally {
    deadline.abort();
  }
}
