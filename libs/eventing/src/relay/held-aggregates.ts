/** Pause before a refused event is offered again; doubled each time. */
const FIRST_HOLD_MS = 500;
const MAX_HOLD_MS = 30_000;
/** More than these and it is the broker that fails, not the events. */
const MOST = 1_000;

/**
 * Aggregates whose next event the broker refuses though it takes others: too large for it, or of a type that it may
 * not take. They wait by themselves, longer each time, and nothing else waits with them.
 */
export class HeldAggregates {
  readonly #now: () => number;
  readonly #held = new Map<string, { until: number; pauseMs: number }>();

  /** @param now in milliseconds, never going back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  isHeld(aggregateId: string): boolean {
    const hold = this.#held.get(aggregateId);
    return hold !== undefined && hold.until > this.#now();
  }

  hold(aggregateId: string): void {
    const before = this.#held.get(aggregateId);
    if (before === undefined && this.#held.size >= MOST) return;
    const pauseMs = before === undefined ? FIRST_HOLD_MS : Math.min(before.pauseMs * 2, MAX_HOLD_MS);
    this.#held.set(aggregateId, { until: this.#now() + pauseMs, pauseMs });
  }

  /** The broker took one of its events. */
  release(aggregateId: string): void {
    this.#held.delete(aggregateId);
  }
}
