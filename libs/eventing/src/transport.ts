/** An event on its way to the broker: its bytes are final. */
export interface OutgoingEvent {
  eventId: string;
  type: string;
  aggregateId: string;
  partition: number;
  /** CloudEvents 1.0, structured JSON. */
  body: string;
  /** Published before under the same id: the transport must store it again, whatever its own deduplication says. */
  republish: boolean;
}

/** What became of one event: stored durably, or not (and why). */
export type PublishResult = { stored: true } | { stored: false; error: Error };

/** One event as it came from the broker. */
export interface Delivery {
  body: string;
  /** The event type that it was sent under, where the broker knows: what its rights were held against. */
  type?: string;
  /** How often the broker has delivered it, where it knows; 1 is the first time. */
  attempt: number;
  /** Tells the broker that its effects are committed. Never throws; a lost acknowledgement costs a redelivery. */
  ack(): void;
  /** Gives it back for immediate redelivery. Never throws. */
  release(): void;
  /** Tells the broker that it is still being worked on. Never throws. */
  working(): void;
}

/** A source of one lane's events. */
export interface LaneSubscription {
  /**
   * Waits for at least one delivery and returns up to `max`, in the broker's order. `undefined` when stopped.
   *
   * @throws when the broker can not be read; the caller opens the lane again after a pause.
   */
  next(max: number): Promise<Delivery[] | undefined>;
  /**
   * Stops pulling. What was fetched is still handed out, for `drainMs` at most; the rest is given back. `next` then
   * returns `undefined`.
   */
  stop(drainMs: number): Promise<void>;
}

/**
 * The one port behind which events are distributed.
 *
 * It must store durably what it says it stored, and deliver each stored event at least once to every durable
 * consumer. Nothing else is needed of it: duplicates, inversions and losses are seen and mended by the
 * aggregates' sequences. All methods may be called from many places at once.
 */
export interface Transport {
  readonly name: string;
  /**
   * Resolves when the connection has ended for good, though nobody closed it: the process is of no use then. Most
   * transports connect again for ever, and this never resolves.
   */
  readonly lost: Promise<Error>;
  /**
   * Stores a batch with at most one event of any aggregate. Results stand in the batch's order; it does not
   * throw: an event that was not stored says so, and is published again by the caller.
   */
  publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]>;
  /**
   * Opens a lane of a durable consumer. The caller owns the lane by lease, so one owner is the rule.
   *
   * It may take as long as the broker holds a dead owner's deliveries back; `signal` ends the wait with a throw.
   */
  subscribe(consumer: string, partition: number, signal: AbortSignal): Promise<LaneSubscription>;
  /** At most once, to whoever listens now. `subject` stands outside the durable events. */
  broadcast(subject: string, body: string): void;
  /** Listens for broadcasts. */
  onBroadcast(subject: string, listener: (body: string) => void): () => void;
  /** Throws, with the reason, when the transport can not be used now. */
  check(): Promise<void>;
  /** Events stored for the consumer's partitions that it has not acknowledged. */
  lag(consumer: string, partitions: readonly number[]): Promise<number>;
  /** Sends what is under way and lets go of the connection. */
  close(): Promise<void>;
}
