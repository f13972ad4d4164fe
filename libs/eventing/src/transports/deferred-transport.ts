import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { LaneSubscription, OutgoingEvent, PublishResult, Transport } from '../transport.js';

/** There has been no connection yet. It is tried for ever; whoever asked tries again later. */
export class NotYetConnectedError extends Error {
  override readonly name = 'NotYetConnectedError';
  readonly code = 'transport-not-yet-connected';

  constructor(transport: string, cause: Error | undefined) {
    super(`Not connected to ${transport} yet${cause === undefined ? '' : `: ${cause.message}`}`, { cause });
  }
}

export interface DeferredTransportOptions {
  name: string;
  /** Tries once; throws when there is no server, and is called again. */
  connect(): Promise<Transport>;
}

interface Listening {
  subject: string;
  listener: (body: string) => void;
  stop: () => void;
}

const RECONNECT_MS = 250;

/**
 * A transport whose client waits for its server before it can be used at all: it connects behind this, so that a
 * process starts without its broker. Until then nothing is stored, no lane is opened and broadcasts are lost.
 */
export class DeferredTransport implements Transport {
  readonly name: string;
  readonly lost: Promise<Error>;
  readonly #options: DeferredTransportOptions;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #lost = Promise.withResolvers<Error>();
  readonly #listening = new Set<Listening>();
  #transport: Transport | undefined;
  #failure: Error | undefined;

  constructor(options: DeferredTransportOptions) {
    this.#options = options;
    this.name = options.name;
    this.lost = this.#lost.promise;
    this.#logger = new Logger(`Transport ${options.name}`);
    void this.#run();
  }

  async publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    if (this.#transport !== undefined) return this.#transport.publish(batch);
    const error = new NotYetConnectedError(this.name, this.#failure);
    return batch.map(() => ({ stored: false, error }));
  }

  async subscribe(consumer: string, partition: number, signal: AbortSignal): Promise<LaneSubscription> {
    return this.#connected().subscribe(consumer, partition, signal);
  }

  broadcast(subject: string, body: string): void {
    this.#transport?.broadcast(subject, body);
  }

  onBroadcast(subject: string, listener: (body: string) => void): () => void {
    if (this.#transport !== undefined) return this.#transport.onBroadcast(subject, listener);
    const listening: Listening = {
      subject,
      listener,
      stop: () => {
        this.#listening.delete(listening);
      },
    };
    this.#listening.add(listening);
    return () => {
      listening.stop();
    };
  }

  async check(): Promise<void> {
    await this.#connected().check();
  }

  async lag(consumer: string, partitions: readonly number[]): Promise<number> {
    return this.#connected().lag(consumer, partitions);
  }

  /** An attempt to connect that is under way is not waited for; what comes of it is closed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#transport?.close();
  }

  #connected(): Transport {
    if (this.#transport === undefined) throw new NotYetConnectedError(this.name, this.#failure);
    return this.#transport;
  }

  async #run(): Promise<void> {
    while (!this.#isClosing()) {
      try {
        const transport = await this.#options.connect();
        if (this.#isClosing()) await transport.close();
        else this.#begin(transport);
        return;
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        // A reason is told once, however often it repeats itself.
        if (this.#failure?.message !== failure.message && !this.#isClosing())
          this.#logger.warn({ err: failure }, 'there is no connection yet; it is tried for ever');
        this.#failure = failure;
      }
      // The jitter keeps a fleet from coming back in one moment.
      const pause = RECONNECT_MS * (1 + Math.random());
      await delay(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  #begin(transport: Transport): void {
    this.#transport = transport;
    void transport.lost.then(this.#lost.resolve);
    for (const listening of this.#listening) {
      listening.stop = transport.onBroadcast(listening.subject, listening.listener);
    }
    this.#listening.clear();
    if (this.#failure !== undefined) this.#logger.log('connected');
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}
