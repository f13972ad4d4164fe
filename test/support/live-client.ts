import { waitFor } from './wait-for.js';

/** One server-sent event as it came. */
export interface ReceivedEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

export interface LiveClientOptions {
  /** DID of who asks. */
  as?: string;
  lastEventId?: string;
}

/** A client of server-sent events: reads a stream as the HTML standard says, and keeps all that came. */
export class LiveClient {
  readonly events: ReceivedEvent[] = [];
  /** Milliseconds to wait before connecting again, as the server wants it. */
  retry: number | undefined;
  /** What the next request says as `Last-Event-ID`. */
  lastEventId: string;
  readonly headers: Headers;
  readonly #abort: AbortController;
  #isOver = false;

  /** @throws Error when the answer is no stream */
  static async open(url: string | URL, { as, lastEventId }: LiveClientOptions = {}): Promise<LiveClient> {
    const abort = new AbortController();
    const response = await fetch(url, {
      signal: abort.signal,
      headers: {
        ...(as === undefined ? {} : { authorization: `Development ${as}` }),
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    if (response.body === null || response.status !== 200) {
      throw new Error(`No stream: ${String(response.status)} ${await response.text()}`);
    }
    const client = new LiveClient(response.headers, abort, lastEventId ?? '');
    void client.#read(response.body);
    // The server is listening for it once it has said where it stands.
    await waitFor('the stream to begin', () => (client.retry === undefined ? undefined : true));
    return client;
  }

  private constructor(headers: Headers, abort: AbortController, lastEventId: string) {
    this.headers = headers;
    this.#abort = abort;
    this.lastEventId = lastEventId;
  }

  /** The server has ended it, or the connection is lost. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The data of the events of one name, in order. */
  of(event: string): Record<string, unknown>[] {
    return this.events.filter((each) => each.event === event).map(({ data }) => data);
  }

  /** Waits for an event, from those that came already on. */
  until(
    event: string,
    matches: (data: Record<string, unknown>) => boolean = () => true,
  ): Promise<ReceivedEvent> {
    return waitFor(`an event "${event}"; there were ${JSON.stringify(this.events)}`, () =>
      this.events.find((each) => each.event === event && matches(each.data)),
    );
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        blocks.forEach((block) => {
          this.#take(block);
        });
      }
    } catch {
      // Closed by this side, or lost.
    }
    this.#isOver = true;
  }

  #take(block: string): void {
    const fields = new Map(
      block.split('\n').flatMap((line) => {
        const at = line.indexOf(': ');
        return at <= 0 ? [] : [[line.slice(0, at), line.slice(at + 2)]];
      }),
    );
    this.lastEventId = fields.get('id') ?? this.lastEventId;
    const retry = fields.get('retry');
    if (retry !== undefined) this.retry = Number(retry);
    const data = fields.get('data');
    if (data === undefined) return;
    this.events.push({
      id: this.lastEventId,
      event: fields.get('event') ?? 'message',
      data: JSON.parse(data) as Record<string, unknown>,
    });
  }
}
