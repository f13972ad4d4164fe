import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type ReceivedSpan, spansOf } from './otlp.js';

/** A receiver of traces over OTLP/HTTP, as a collector is one. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly #server: Server;
  readonly #unanswered: (() => void)[] = [];
  #holds = false;

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const isTraces = request.method === 'POST' && request.url === '/v1/traces';
        if (!isTraces || request.headers['content-type'] !== 'application/x-protobuf') {
          response.writeHead(404).end();
          return;
        }
        const body = Buffer.concat(chunks);
        this.spans.push(...spansOf(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
        const answer = (): void => {
          response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
        };
        if (this.#holds) this.#unanswered.push(answer);
        else answer();
      });
    });
  }

  /** From now on it takes what comes and does not answer. */
  hold(): void {
    this.#holds = true;
  }

  /** Requests that wait for their answer. */
  get held(): number {
    return this.#unanswered.length;
  }

  letGo(): void {
    this.#holds = false;
    for (const answer of this.#unanswered.splice(0)) answer();
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Those of one trace, in the order in which they began. */
  of(traceId: string): ReceivedSpan[] {
    return this.spans
      .filter((span) => span.traceId === traceId)
      .sort((one, other) => Number(one.start - other.start));
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
