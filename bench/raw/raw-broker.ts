import type { StoredEvent } from '../workload/cards.ts';

export interface RawMessage {
  body: string;
  /** What the broker needs to hear to forget it; the reader's own. */
  token: unknown;
}

/** All sixteen lanes of the consumer `feeds` at once, read ahead. */
export interface RawReader {
  /** Waits for at least one message, and returns up to `max`. Many may wait at once. */
  next(max: number): Promise<RawMessage[]>;
  /** Sent, not waited for: as ours. */
  ack(messages: readonly RawMessage[]): void;
  /** Leaves nothing read and not acknowledged, provided that all was acknowledged. */
  stop(): Promise<void>;
}

/**
 * A broker through its own client: the least that a loop by hand needs, under the rights and the durability that ours
 * has, and without its leases, order, reconnection and metrics.
 */
export interface RawBroker {
  /** Resolves when the broker has all of them durably. */
  readonly publish: (events: readonly StoredEvent[]) => Promise<void>;
  /** Another way that the client offers, and its name; to be measured too. */
  readonly alternative?: { name: string; publish: (events: readonly StoredEvent[]) => Promise<void> };
  read(): Promise<RawReader>;
  /** Forgets all that is stored. Everything must have been acknowledged, or have no reader. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Environments of the services, as the launcher gives them. */
export type EnvironmentOf = (service: string) => Record<string, string>;
