import { parseControlMessage } from '../../../libs/eventing/src/control/control-message.js';
import { parseCloudEvent } from '../../../libs/eventing/src/envelope.js';

/** What happened in one case: printed beside its result. */
export interface Counts {
  deliveries: number;
  /** Deliveries of an event that the consumer had been handed before. They are counted, never hidden. */
  duplicates: number;
  /** First deliveries of an event after a later one of its aggregate. */
  inversions: number;
  /** Ranges that a consumer asked the producer to publish again. */
  gapsHealed: number;
  /** Faults that were really injected, by kind. */
  faults: Record<string, number>;
}

/** One delivery, as it is counted. */
export interface Seen {
  consumer: string;
  eventId: string;
  aggregateId: string;
  sequence: number;
}

/** Counts one case's deliveries, whichever connection or process they came to. */
export class Tally {
  readonly counts: Counts = { deliveries: 0, duplicates: 0, inversions: 0, gapsHealed: 0, faults: {} };
  /** Lanes that are open in this process. */
  openLanes = 0;
  readonly #seen = new Map<string, Set<string>>();
  readonly #highest = new Map<string, number>();
  readonly #gaps = new Set<string>();

  /** Whether the consumer is handed the event for the first time. */
  delivered({ consumer, eventId, aggregateId, sequence }: Seen): boolean {
    this.counts.deliveries += 1;
    const seen = this.#seen.get(consumer) ?? new Set();
    this.#seen.set(consumer, seen);
    if (seen.has(eventId)) {
      this.counts.duplicates += 1;
      return false;
    }
    seen.add(eventId);
    const key = `${consumer} ${aggregateId}`;
    const highest = this.#highest.get(key) ?? 0;
    if (sequence < highest) this.counts.inversions += 1;
    else this.#highest.set(key, sequence);
    return true;
  }

  /** Of what the services tell each other, the requests to publish a range again are counted, each once. */
  broadcast(body: string): void {
    if (parseControlMessage(body).kind === 'republish') this.#gaps.add(body);
    this.counts.gapsHealed = this.#gaps.size;
  }

  fault(kind: string, count = 1): void {
    this.counts.faults[kind] = (this.counts.faults[kind] ?? 0) + count;
  }

  get faultCount(): number {
    return Object.values(this.counts.faults).reduce((sum, count) => sum + count, 0);
  }
}

export function seenBy(consumer: string, body: string): Seen {
  const { id, subject, sequence } = parseCloudEvent(body);
  return { consumer, eventId: id, aggregateId: subject, sequence };
}
