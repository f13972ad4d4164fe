import { connect, type NatsConnection, nkeyAuthenticator } from 'nats';
import { inboxPrefix, OPERATOR, STREAM } from '../../../infra/nats/topology.mjs';
import type { TestNats } from '../../support/nats.js';

/** A message as JetStream has stored it. */
export interface StoredMessage {
  subject: string;
  headers: Record<string, string>;
  body: string;
}

/** The stream as the operator reads it. */
export class Wire {
  readonly #connection: NatsConnection;

  static async open(nats: Pick<TestNats, 'url' | 'seedOf'>): Promise<Wire> {
    const connection = await connect({
      servers: nats.url,
      inboxPrefix: inboxPrefix(OPERATOR),
      authenticator: nkeyAuthenticator(new TextEncoder().encode(nats.seedOf(OPERATOR))),
    });
    return new Wire(connection);
  }

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
  }

  /** Everything stored so far, in the stream's order. */
  async messages(): Promise<StoredMessage[]> {
    const manager = await this.#connection.jetstreamManager();
    const { state } = await manager.streams.info(STREAM);
    const result: StoredMessage[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(STREAM, { seq });
      const headers = Object.fromEntries(
        [...message.header].map(([name, [value]]) => [name.toLowerCase(), value ?? '']),
      );
      result.push({ subject: message.subject, headers, body: new TextDecoder().decode(message.data) });
    }
    return result;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
