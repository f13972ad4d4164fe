import type { NumberedChange } from '#eventing';
import type { LiveEvent } from './event-stream.js';

/** What one or more streams are about. */
export interface LiveTopic {
  /** Streams of topics with the same key are told the same. */
  key: string;
}

/** What a service tells of its changes. */
export interface LiveSource<Topic extends LiveTopic> {
  /**
   * Finds which of the changes concern each topic, in one look for all of them.
   *
   * @returns topics without any may be left out; changes stay in their order
   */
  route(
    changes: readonly NumberedChange[],
    topics: readonly Topic[],
  ): Promise<ReadonlyMap<Topic, readonly NumberedChange[]>>;
  /**
   * Makes events of changes that concern a topic, from what is stored now.
   *
   * @param changes of each kind and subject the last, in order
   * @returns each event with the position of its change, in order
   */
  events(topic: Topic, changes: readonly NumberedChange[]): Promise<LiveEvent[]>;
  /** What a stream begins with, besides what it missed. */
  opening(topic: Topic, position: number): Promise<LiveEvent[]>;
}

/** Events of the changes that concern a topic. What changed several times is told once, as it is now. */
export function eventsOf<Topic extends LiveTopic>(
  source: LiveSource<Topic>,
  topic: Topic,
  changes: readonly NumberedChange[],
): Promise<LiveEvent[]> {
  const last = new Map(changes.map((change) => [`${change.kind} ${change.subject}`, change]));
  return source.events(
    topic,
    [...last.values()].toSorted((a, b) => a.position - b.position),
  );
}
