import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type NatsConnection, nkeyAuthenticator } from 'nats';
import type { NatsServer } from '../../../infra/dev/servers/nats.mjs';
import { type Identities, identityOf } from '../../../infra/nats/identities.mjs';
import { inboxPrefix, OPERATOR, partitionToken, STREAM } from '../../../infra/nats/topology.mjs';
import type { FaultBroker, FaultBrokerOptions, FullDisk, Poison, WireEvent } from './broker.ts';
import { fillUp } from './small-disk.ts';
import type { NatsCluster } from './nats-cluster.ts';
import { poisonMessages, wireEventOf } from './wire-event.ts';

interface StreamState {
  messages: number;
  bytes: number;
  first_seq: number;
  last_seq: number;
}

/** JetStream, as the operator. */
export class NatsFaultBroker implements FaultBroker {
  readonly transport = 'nats';
  readonly #nodes: readonly NatsServer[];
  /** The one whose disk is small. */
  readonly #server: NatsServer;
  readonly #connection: NatsConnection;
  readonly #smallDisk: string | undefined;

  private constructor(
    nodes: readonly [NatsServer, ...NatsServer[]],
    connection: NatsConnection,
    smallDisk: string | undefined,
  ) {
    this.#nodes = nodes;
    this.#server = nodes[0];
    this.#connection = connection;
    this.#smallDisk = smallDisk;
  }

  static async open({ server, dataDir, smallDisk }: FaultBrokerOptions): Promise<NatsFaultBroker> {
    const nats = server as NatsServer | NatsCluster;
    const nodes = 'nodes' in nats ? nats.nodes : ([nats] as const);
    const file = join(dataDir, 'secrets', 'identities.json');
    const { seed } = identityOf(JSON.parse(readFileSync(file, 'utf8')) as Identities, OPERATOR);
    const connection = await connect({
      servers: nodes.map(({ url }) => url),
      name: 'faults',
      inboxPrefix: inboxPrefix(OPERATOR),
      authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
    });
    return new NatsFaultBroker(nodes, connection, smallDisk);
  }

  nodes(): readonly NatsServer[] {
    return this.#nodes;
  }

  async stored(): Promise<number> {
    return (await this.#state()).last_seq;
  }

  async poison(): Promise<Poison[]> {
    const { messages, poison } = poisonMessages();
    for (const { type, partition, body } of messages) {
      const reply = await this.#connection.request(`${type}.${partitionToken(partition)}`, body, {
        timeout: 5_000,
      });
      const { error } = reply.json<{ error?: { description: string } }>();
      if (error !== undefined) throw new Error(error.description);
    }
    return poison;
  }

  async lose(count: number): Promise<WireEvent[]> {
    const { last_seq: last } = await this.#state();
    const lost: WireEvent[] = [];
    for (let seq = last; seq > 0 && lost.length < count; seq -= 1) {
      const found = await this.#ask<{ message?: { data?: string } }>(`STREAM.MSG.GET.${STREAM}`, { seq });
      const event = wireEventOf(Buffer.from(found?.message?.data ?? '', 'base64').toString());
      if (event === undefined) continue;
      const deleted = await this.#ask(`STREAM.MSG.DELETE.${STREAM}`, { seq, no_erase: true });
      if (deleted !== undefined) lost.push(event);
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
    const makeRoom = fillUp(folder);
    return {
      how: 'a small tmpfs, filled up',
      release: async () => {
        makeRoom();
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
