import type { ProcessRecord } from '../../../infra/dev/servers/process-record.mjs';
import type { Transport } from '../../../libs/eventing/src/transport.js';

export const BROKER_NAMES = ['nats', 'postgres', 'redis', 'rabbitmq'] as const;
export type BrokerName = (typeof BROKER_NAMES)[number];

/** Where a consumer that is made now begins to read. */
export type StartAt = 'first' | 'new';

export interface BrokerOptions {
  /** Everything of this broker's server is in it. */
  folder: string;
  /** Knows the server's process while it runs. */
  record?: ProcessRecord | undefined;
  /** `false`: the disk is not waited for, where the server can be told so. */
  durable?: boolean;
}

/**
 * One transport with a real server of its own, provisioned as in production. What the suites know of a transport is
 * this and the port.
 */
export interface TestBroker {
  readonly name: BrokerName;
  /** Whether a consumer that is made later gets what was published before. */
  readonly keepsHistory: boolean;
  /** Of the server's process that runs now. */
  readonly pid: number;
  /** What a service's process needs in its environment to use it. */
  environmentOf(service: string): Record<string, string>;
  /**
   * A connection of its own. A service of the topology comes with that service's rights, any other name with the
   * operator's.
   */
  connect(service: string): Promise<Transport>;
  /** Makes a durable consumer of all partitions beside those of the topology. */
  addConsumer(consumer: string, startAt?: StartAt): Promise<void>;
  removeConsumer(consumer: string): Promise<void>;
  /**
   * Forgets stored events, the newest first, as a broken disk would.
   *
   * @returns how many; 0 when there was nothing to lose.
   */
  lose(count: number): Promise<number>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** As an operator would. */
  stop(): Promise<void>;
  /** After a kill or a stop: on the same port, with the same data. Resolves when it takes connections. */
  start(): Promise<void>;
  /** SIGSTOP, SIGCONT and the like, to the server's process. */
  signal(signal: NodeJS.Signals): void;
}
