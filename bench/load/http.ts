import { Agent, request as send } from 'node:http';

export interface HttpRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** JSON unless said. */
  contentType?: string | undefined;
  timeoutMs: number;
}

/** An answer, or how it failed. `reached` false: not a byte of it can have come to the server. */
export type HttpResult =
  { answered: true; status: number; body: unknown } | { answered: false; reached: boolean; code: string };

/** Connections that are kept, as many as are needed at once: a browser's, or a gateway's. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 64 });

  /** Never throws. */
  send({ url, method, headers, body, contentType, timeoutMs }: HttpRequest): Promise<HttpResult> {
    return new Promise((resolve) => {
      let connected = false;
      const failed = (code: string): void => {
        clearTimeout(timer);
        resolve({ answered: false, reached: connected, code });
      };
      const outgoing = send(
        url,
        {
          method,
          agent: this.#agent,
          headers: {
            ...headers,
            ...(body === undefined
              ? {}
              : {
                  'content-type': contentType ?? 'application/json',
                  'content-length': String(Buffer.byteLength(body)),
                }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', (error) => {
            failed(codeOf(error));
          });
          incoming.on('end', () => {
            clearTimeout(timer);
            resolve({
              answered: true,
              status: incoming.statusCode ?? 0,
              body: parsed(Buffer.concat(chunks)),
            });
          });
        },
      );
      const timer = setTimeout(() => {
        outgoing.destroy(Object.assign(new Error('No answer in time'), { code: 'TIMEOUT' }));
      }, timeoutMs);
      outgoing.on('socket', (socket) => {
        if (!socket.connecting) connected = true;
        else socket.once('connect', () => (connected = true));
      });
      outgoing.on('error', (error) => {
        failed(codeOf(error));
      });
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** What is no JSON, as text. */
function parsed(content: Buffer): unknown {
  if (content.length === 0) return undefined;
  const text = content.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
