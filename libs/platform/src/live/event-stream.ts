import type { OutgoingHttpHeader, ServerResponse } from 'node:http';

/** What a stream tells. */
export interface LiveEvent {
  /** `activity`, `notification-gone`, … */
  event: string;
  /** Becomes JSON. */
  data: object;
  /** Where the service's change log stands when it has been told: the event's id. */
  position: number;
}

export interface EventStreamOptions {
  /** Bytes that a client may leave unread, beyond what the system holds for it; then the stream is closed. */
  maxUnreadBytes: number;
  /** How soon a client should connect again, in milliseconds. */
  retryMs: number;
}

/** Server-sent events on one response, as the HTML standard has them. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #options: EventStreamOptions;
  #isOver = false;

  constructor(response: ServerResponse, options: EventStreamOptions) {
    this.#response = response;
    this.#options = options;
    // A client that goes away is no failure; "close" follows.
    response.on('error', () => undefined);
    response.on('close', () => {
      this.#isOver = true;
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  onClose(listener: () => void): void {
    this.#response.on('close', listener);
  }

  /**
   * @param position where a client goes on that hears of nothing before it connects again
   * @param headers that the answer has besides its own
   */
  open(position: number, headers: Readonly<Record<string, OutgoingHttpHeader | undefined>>): void {
    if (this.#isOver) return;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#response.setHeader(name, value);
    }
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies that gather answers would hold the events back.
      'x-accel-buffering': 'no',
      // Whoever stops need not wait for what else a client might ask on it.
      connection: 'close',
    });
    this.#write(`retry: ${String(this.#options.retryMs)}\nid: ${String(position)}\n\n`);
  }

  tell({ event, data, position }: LiveEvent): void {
    this.#write(`event: ${event}\nid: ${String(position)}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Shows that the connection is alive, and where to go on: what concerned others need not be read again. */
  beat(position: number): void {
    this.#write(`: still here\nid: ${String(position)}\n\n`);
  }

  /** Waits until the client has taken what was written, or is gone. */
  async drained(): Promise<void> {
    if (this.#isOver || !this.#response.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      this.#response.once('drain', resolve);
      this.#response.once('close', resolve);
    });
  }

  /** Ends the answer in order. The client connects again and goes on behind the last id that it has. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#response.end();
  }

  /** Ends the connection, with what was not sent yet. */
  cut(): void {
    this.#isOver = true;
    this.#response.destroy();
  }

  #write(text: string): void {
    if (this.#isOver) return;
    this.#response.write(text);
    if (this.#response.writableLength > this.#options.maxUnreadBytes) this.cut();
  }
}
