import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web site of a test: what it answers, and what it was asked. */
export class Site {
  readonly requests: IncomingMessage[] = [];
  private readonly answers = new Map<string, Answer>();

  private constructor(
    private readonly server: Server,
    private readonly address: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.requests.push(request);
      const answer = this.answers.get(request.url ?? '');
      if (answer === undefined) response.writeHead(404).end();
      else answer(request, response);
    });
  }

  /** @param port Any free one unless said. */
  static async at(address: string, port = 0): Promise<Site> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
    return new Site(server, address);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  urlOf(path: string): string {
    return `http://${this.address}:${String(this.port)}${path}`;
  }

  /** @returns The URL of the page, which answers 404 until it is served. */
  serve(path: string, answer: Answer): string {
    this.answers.set(path, answer);
    return this.urlOf(path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function html(body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=UTF-8', ...headers }).end(body);
  };
}

export function redirectTo(location: string): Answer {
  return (_request, response) => {
    response.writeHead(302, { location }).end();
  };
}
