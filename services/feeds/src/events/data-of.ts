import type { EventEnvelope } from '#eventing';

/** The payloads, for handlers that need nothing else. */
export function dataOf<T>(events: readonly EventEnvelope<T>[]): T[] {
  return events.map(({ data }) => data);
}
