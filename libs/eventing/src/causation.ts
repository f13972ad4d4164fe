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

/** What is being done, and why. */
export interface Activity {
  causation: Causation;
  /** The event that is being handled; absent where it is a request. */
  eventId?: string;
}

const current = new AsyncLocalStorage<Activity>();

/** Runs `work` with `causation` as the cause of each event that it appends. */
export function causedBy<T>(causation: Causation, work: () => T): T {
  return current.run({ causation }, work);
}

/** As `causedBy`, where the cause is an event. */
export function causedByEvent<T>(causation: Causation, work: () => T): T {
  return current.run({ causation, eventId: causation.causationId }, work);
}

/** Runs `work` for the same cause as what it is a part of, under another span. */
export function underSpan<T>(activity: Activity, traceparent: string, work: () => T): T {
  return current.run({ ...activity, causation: { ...activity.causation, traceparent } }, work);
}

export function currentActivity(): Activity | undefined {
  return current.getStore();
}

export function currentCausation(): Causation | undefined {
  return current.getStore()?.causation;
}
