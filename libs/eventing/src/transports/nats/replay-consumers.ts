import {
  AckPolicy,
  connect,
  DeliverPolicy,
  nkeyAuthenticator,
  type JetStreamManager,
  ReplayPolicy,
} from 'nats';
import { ALL_PARTITIONS, partitionToken } from '../../partition.js';

export interface ReplayConsumersOptions {
  servers: readonly string[];
  /** The operator's: services may create no consumers. */
  nkeySeed: string | undefined;
  /** As a lane subscribes to it. */
  consumer: string;
}

const STREAM = 'EVENTS';
const SECOND_NS = 1_000_000_000;
const NOT_FOUND = '404';

/** Durable consumers for a time, one a partition, that read the stream from its first event. */
export class ReplayConsumers {
  readonly #options: ReplayConsumersOptions;

  constructor(options: ReplayConsumersOptions) {
    this.#options = options;
  }

  /** Those that are there go on where they are. */
  async create(): Promise<void> {
    await this.#asOperator(async (manager) => {
      for (const partition of ALL_PARTITIONS) {
        await manager.consumers.add(STREAM, {
          durable_name: this.#nameOf(partition),
          description: `Partition ${partitionToken(partition)} of every event, for a rebuild`,
          filter_subject: `events.*.*.*.${partitionToken(partition)}`,
          deliver_policy: DeliverPolicy.All,
          replay_policy: ReplayPolicy.Instant,
          ack_policy: AckPolicy.Explicit,
          ack_wait: 5 * SECOND_NS,
          max_deliver: -1,
          max_ack_pending: 1_024,
        });
      }
    });
  }

  async remove(): Promise<void> {
    await this.#asOperator(async (manager) => {
      for (const partition of ALL_PARTITIONS) {
        try {
          await manager.consumers.delete(STREAM, this.#nameOf(partition));
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === NOT_FOUND)) throw error;
        }
      }
    });
  }

  #nameOf(partition: number): string {
    return `${this.#options.consumer}-p${partitionToken(partition)}`;
  }

  async #asOperator(work: (manager: JetStreamManager) => Promise<void>): Promise<void> {
    const { servers, nkeySeed } = this.#options;
    const connection = await connect({
      servers: [...servers],
      name: this.#options.consumer,
      inboxPrefix: '_INBOX_operator',
      ...(nkeySeed === undefined
        ? {}
        : { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) }),
    });
    try {
      await work(await connection.jetstreamManager());
    } finally {
      await connection.close();
    }
  }
}
