import { Logger } from '@nestjs/common';
import type { Outbox } from '../relay/outbox.js';
import type { Transport } from '../transport.js';
import {
  type ControlMessage,
  controlSubject,
  type HeadsRequest,
  parseControlMessage,
  type RepublishRequest,
} from './control-message.js';

export interface ProducerDeskParts {
  /** The producing service's name. */
  service: string;
  outbox: Outbox;
  transport: Transport;
  /** Publishes a range again and wakes the relay; how many events that were. */
  republish(range: { aggregateId: string; from: number; to: number }): Promise<number>;
  /** Whether this replica is the one that answers questions: several answers would be wasted work. */
  answers(): boolean;
}

/** A request for more than this of one aggregate is cut: the consumer asks again for the rest. */
const REPUBLISH_LIMIT = 10_000;

/** Where consumers ask a producer for what they miss. Its integration log answers. */
export class ProducerDesk {
  readonly #parts: ProducerDeskParts;
  readonly #logger = new Logger('ProducerDesk');
  #close: (() => void) | undefined;

  constructor(parts: ProducerDeskParts) {
    this.#parts = parts;
  }

  open(): void {
    this.#close = this.#parts.transport.onBroadcast(controlSubject(this.#parts.service), (body) => {
      this.#onMessage(body).catch((error: unknown) => {
        this.#logger.warn({ err: error, body: body.slice(0, 500) }, 'a request of a consumer failed');
      });
    });
  }

  close(): void {
    this.#close?.();
  }

  async #onMessage(body: string): Promise<void> {
    const message = parseControlMessage(body);
    if (message.kind === 'republish') await this.#republish(message);
    if (message.kind === 'heads-wanted' && this.#parts.answers()) await this.#tellHeads(message);
  }

  async #republish(request: RepublishRequest): Promise<void> {
    const { aggregateId, first, from } = request;
    const last = Math.min(request.last, first + REPUBLISH_LIMIT - 1);
    const count = await this.#parts.republish({ aggregateId, from: first, to: last });
    this.#logger.log(
      { consumer: from, aggregateId, first, last, count },
      'a missing range is published again',
    );
    if (count === last - first + 1) return;
    const begin = await this.#parts.outbox.firstSequenceFrom(aggregateId, first);
    // Nothing is said of what was not asked for: the broker may still have it.
    const gone = begin === undefined ? last : Math.min(begin - 1, last);
    if (gone < first) return;
    this.#tell(from, { kind: 'gone', from: this.#parts.service, aggregateId, last: gone });
  }

  async #tellHeads({ from, after }: HeadsRequest): Promise<void> {
    const page = await this.#parts.outbox.heads(after);
    if (page === undefined) return;
    this.#tell(from, { kind: 'heads', from: this.#parts.service, after, ...page });
  }

  #tell(service: string, message: ControlMessage): void {
    this.#parts.transport.broadcast(controlSubject(service), JSON.stringify(message));
  }
}
