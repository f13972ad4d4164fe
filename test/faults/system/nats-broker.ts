import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { connect, type NatsConnection, nkeyAuthenticator } from 'nats';
import type { NatsServer } from '../../../infra/dev/servers/nats.mjs';
import { inboxPrefix, OPERATOR, PARTITIONS, partitionToken, STREAM } from '../../../infra/nats/topology.mjs';
import type { BrokerNode, FaultBroker, FullDisk, Poison, WireEvent } from './broker.ts';

const ADDED = 'events.cards.card-added-to-library';
/** So much must fit beside the ballast: the tmpfs that the server's folder is. */
const DISK = '512m';
const CHUNK = Buffer.alloc(1024 * 1024);

/** Puts a server's folder on a small disk of its own, where this machine lets us. @returns whether it did */
export function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=0711`, 'commonplace-faults', folder], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

export function unmountSmallDisk(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
}

interface StreamState {
  messages: number;
  bytes: number;
  first_seq: number;
  last_seq: number;
}

/** JetStream, as the operator. */
export class NatsFaultBroker implements FaultBroker {
  readonly transport = 'nats';
  readonly #server: NatsServer;
  readonly #connection: NatsConnection;
  readonly #smallDisk: string | undefined;

  private constructor(server: NatsServer, connection: NatsConnection, smallDisk: string | undefined) {
    this.#server = server;
    this.#connection = connection;
    this.#smallDisk = smallDisk;
  }

  /** @param options.smallDisk The folder of the server that {@link mountSmallDisk} made small. */
  static async open(options: {
    server: NatsServer;
    operatorSeed: string;
    smallDisk: string | undefined;
  }): Promise<NatsFaultBroker> {
    const connection = await connect({
      servers: options.server.url,
      name: 'faults',
      inboxPrefix: inboxPrefix(OPERATOR),
      authenticator: nkeyAuthenticator(new TextEncoder().encode(options.operatorSeed)),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
    });
    return new NatsFaultBroker(options.server, connection, options.smallDisk);
  }

  nodes(): readonly BrokerNode[] {
    const server = this.#server;
    return [
      {
        get pid() {
          return server.pid;
        },
        isRunning: () => server.process().isRunning(),
        kill: () => server.kill(),
        start: () => server.start(),
        signal: (signal) => {
          server.process().signal(signal);
        },
      },
    ];
  }

  address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.#server.port };
  }

  async stored(): Promise<number> {
    return (await this.#state()).last_seq;
  }

  async poison(random: () => number): Promise<Poison[]> {
    const partition = Math.floor(random() * PARTITIONS);
    const invalid = poisonEvent('v1');
    const unknown = poisonEvent('v9');
    await this.#publish(`${ADDED}.v1.${partitionToken(partition)}`, 'this is no event {');
    await this.#publish(`${ADDED}.v1.${partitionOf(invalid.subject)}`, JSON.stringify(invalid));
    await this.#publish(`${ADDED}.v9.${partitionOf(unknown.subject)}`, JSON.stringify(unknown));
    return [
      { kind: 'no-event', eventId: undefined },
      { kind: 'invalid-data', eventId: invalid.id },
      { kind: 'unknown-version', eventId: unknown.id },
    ];
  }

  async lose(count: number, isTaken: (event: WireEvent) => boolean): Promise<WireEvent[]> {
    const { last_seq: last } = await this.#state();
    const lost: WireEvent[] = [];
    // No further back than what came since, or a rare kind would be looked for to the beginning.
    for (
      let sequence = last;
      sequence > Math.max(last - 3 * count, 0) && lost.length < count;
      sequence -= 1
    ) {
      const found = await this.#ask<{ message?: { data?: string } }>(`STREAM.MSG.GET.${STREAM}`, {
        seq: sequence,
      });
      const event = wireEventOf(Buffer.from(found?.message?.data ?? '', 'base64').toString());
      if (event === undefined || !isTaken(event)) continue;
      if ((await this.#ask(`STREAM.MSG.DELETE.${STREAM}`, { seq: sequence, no_erase: true })) !== undefined) {
        lost.push(event);
      }
    }
    return lost;
  }

  async fillDisk(): Promise<FullDisk> {
    return this.#smallDisk === undefined ? this.#limitStream() : this.#fillDisk(this.#smallDisk);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #fillDisk(folder: string): FullDisk {
    const ballast = join(folder, 'ballast');
    const file = openSync(ballast, 'w');
    try {
      for (let size = CHUNK.length; size >= 512;) {
        try {
          writeSync(file, CHUNK, 0, size);
        } catch {
          size = Math.floor(size / 2);
        }
      }
    } finally {
      closeSync(file);
    }
    return {
      how: 'a small tmpfs, filled up',
      release: async () => {
        rmSync(ballast);
        // A server that could not write switches JetStream off until it is started again.
        if (await this.#stillWrites()) return 'the server went on by itself';
        await this.#server.kill();
        await this.#server.start();
        return 'the server had switched JetStream off, and was started again';
      },
    };
  }

  /** Where no disk can be made small: the stream's own limit. */
  async #limitStream(): Promise<FullDisk> {
    const { bytes } = await this.#state();
    await this.#update({ max_bytes: bytes + 1 });
    return {
      how: "the stream's own limit, since this machine mounts no small disk",
      release: async () => {
        await this.#update({ max_bytes: -1 });
        return 'the limit was lifted';
      },
    };
  }

  async #stillWrites(): Promise<boolean> {
    const health = await fetch(`http://127.0.0.1:${String(this.#server.monitorPort)}/healthz`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => undefined);
    if (health?.ok !== true) return false;
    return this.#state().then(
      () => true,
      () => false,
    );
  }

  async #publish(subject: string, body: string): Promise<void> {
    const reply = await this.#connection.request(subject, body, { timeout: 5_000 });
    const { error } = reply.json<{ error?: { description: string } }>();
    if (error !== undefined) throw new Error(error.description);
  }

  async #state(): Promise<StreamState> {
    const info = await this.#ask<{ state: StreamState }>(`STREAM.INFO.${STREAM}`);
    if (info === undefined) throw new Error('The stream does not answer');
    return info.state;
  }

  async #update(changes: object): Promise<void> {
    const info = await this.#ask<{ config: object }>(`STREAM.INFO.${STREAM}`);
    await this.#ask(`STREAM.UPDATE.${STREAM}`, { ...info?.config, ...changes });
  }

  /** @returns undefined where the server says no. */
  async #ask<T>(subject: string, body?: object): Promise<T | undefined> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const reply = await this.#connection.request(`$JS.API.${subject}`, payload, { timeout: 5_000 });
    const answer = reply.json<T & { error?: object }>();
    return answer.error === undefined ? answer : undefined;
  }
}

function partitionOf(aggregateId: string): string {
  return partitionToken(crc32(aggregateId) % PARTITIONS);
}

/** Well formed outside; inside nothing that a card has. */
function poisonEvent(version: string) {
  const subject = randomUUID();
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/services/cards',
    type: `${ADDED}.${version}`,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    partitionkey: subject,
    sequence: '1',
    sequencetype: 'Integer',
    correlationid: 'poison',
    causationid: 'poison',
    data: { poison: true },
  };
}

function wireEventOf(body: string): WireEvent | undefined {
  try {
    const { id, source, type, subject, sequence, correlationid } = JSON.parse(body) as Record<string, string>;
    if (correlationid === undefined || correlationid === 'poison') return undefined;
    if (id === undefined || source === undefined || type === undefined || subject === undefined)
      return undefined;
    return { id, source, type, aggregateId: subject, sequence: Number(sequence) };
  } catch {
    return undefined;
  }
}
