import type { RetryPolicy } from '../../../libs/eventing/src/inbox/retry-policy.js';
import type { Seen } from '../support/tally.js';

/** Where a process comes to a halt, for ever: there it is killed. */
export type Halt =
  /** The producer has committed; nothing has been sent to the broker. */
  | 'before-publish'
  /** The broker has stored the event; the outbox does not know. */
  | 'after-publish'
  /** The handler is at work; nothing is committed. */
  | 'in-handler'
  /** The effects are committed; the broker does not know. */
  | 'before-ack';

/** What a process of the suite is to be; in its environment, as JSON. */
export interface WorkerOptions {
  role: 'producer' | 'consumer';
  databaseUrl: string;
  /** Of whose identity and, for a consumer, whose lanes. */
  service: string;
  replica: string;
  leaseTtlMs: number;
  retry?: RetryPolicy;
  halt?: Halt;
  /** The handler fails for values from this on; a halt in it comes after so many failures. */
  failFrom?: number;
  failures?: number;
}

export const OPTIONS_VARIABLE = 'CONFORMANCE_WORKER';

/** Parent to process; `proceed` ends its halt in the handler. */
export type Order = { kind: 'append'; aggregateId: string; values: number[] } | { kind: 'proceed' };

/** Process to parent. */
export type Word =
  | { kind: 'ready' }
  | { kind: 'appended' }
  | { kind: 'halted' }
  | { kind: 'delivered'; seen: Seen }
  | { kind: 'broadcast'; body: string };
