import type { Causation, EventEnvelope } from '#eventing';

/** Which event each payload came in: the cause of what is published for it later. */
export type Causes = ReadonlyMap<object, Causation>;

export function causesOf<T extends object>(events: readonly EventEnvelope<T>[]): Causes {
  return new Map(
    events.map(({ data, id, correlationId, traceparent }) => [
      data,
      { correlationId, causationId: id, ...(traceparent === undefined ? {} : { traceparent }) },
    ]),
  );
}
