import { AsyncLocalStorage } from 'node:async_hooks';

/** Why something is being done: carried from the request or event that began it into every event it causes. */
export interface Causation {
  /** The same for everything that one request led to. */
  correlationId: string;
  /** The request's or event's own id: the direct cause. */
  causationId: string;
  /** W3C trace context. */
  traceparent?: string;
}

const current = new AsyncLocalStorage<Causation>();

/** Runs `work` with `causation` as the cause of each event that it appends. */
export function causedBy<T>(causation: Causation, work: () => T): T {
  return current.run(causation, work);
}

export function currentCausation(): Causation | undefined {
  return current.getStore();
}
