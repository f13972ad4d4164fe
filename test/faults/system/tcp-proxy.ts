import { createServer, connect, type Server, type Socket } from 'node:net';

/**
 * The wire between a service and a server, and what goes wrong with wires.
 *
 * One proxy stands before one server for one replica, so that a replica can lose its database and keep its broker.
 */
export class TcpProxy {
  readonly #server: Server;
  readonly #target: () => { host: string; port: number };
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #delayMs = 0;
  #hole = false;
  #refusing = false;

  private constructor(target: () => { host: string; port: number }) {
    this.#target = target;
    this.#server = createServer({ noDelay: true }, (client) => {
      this.#join(client);
    });
  }

  static async open(target: () => { host: string; port: number }): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Resets every connection. @returns how many there were. */
  cut(): number {
    const pairs = [...this.#pairs];
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
    this.#pairs.clear();
    return pairs.length;
  }

  /** Resets every connection, and each new one at once, until it is told otherwise. */
  refuse(refusing: boolean): void {
    this.#refusing = refusing;
    if (refusing) this.cut();
  }

  /** Every piece of data takes this much longer; 0 ends it. */
  delay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  /** Nothing comes through, and nobody is told: connections stay open, new ones too. */
  blackHole(): void {
    this.#hole = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** What was held up comes through, as when packets are sent again. */
  heal(): void {
    this.#hole = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    if (this.#refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ ...this.#target(), noDelay: true });
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [pair, [server, client] as const]) {
      from.on('error', end);
      from.on('close', end);
      from.on('data', (data) => {
        this.#pass(data, to);
      });
      if (this.#hole) from.pause();
    }
  }

  #pass(data: Buffer, to: Socket): void {
    if (this.#delayMs === 0) {
      to.write(data);
      return;
    }
    // Timers of one length fire in the order they were set, so the bytes keep theirs.
    setTimeout(() => {
      if (!to.destroyed) to.write(data);
    }, this.#delayMs);
  }
}

/** The proxies of one replica to all servers of one kind: what goes wrong with a wire goes wrong with each of them. */
export class Wire {
  readonly #proxies: readonly TcpProxy[];

  constructor(proxies: readonly TcpProxy[]) {
    this.#proxies = proxies;
  }

  cut(): number {
    return this.#proxies.reduce((sum, proxy) => sum + proxy.cut(), 0);
  }

  refuse(refusing: boolean): void {
    for (const proxy of this.#proxies) proxy.refuse(refusing);
  }

  delay(milliseconds: number): void {
    for (const proxy of this.#proxies) proxy.delay(milliseconds);
  }

  blackHole(): void {
    for (const proxy of this.#proxies) proxy.blackHole();
  }

  heal(): void {
    for (const proxy of this.#proxies) proxy.heal();
  }

  async close(): Promise<void> {
    await Promise.all(this.#proxies.map((proxy) => proxy.close()));
  }
}
