/** What the fault suite can do to a broker. Each transport has one of these. */
import type { BrokerServer } from '../../../infra/dev/brokers/broker.mjs';

/** An event as the wire has it, as far as the suite needs it. */
export interface WireEvent {
  id: string;
  source: string;
  type: string;
  aggregateId: string;
  sequence: number;
}

/** A message that no handler can take. */
export interface Poison {
  kind: 'no-event' | 'invalid-data' | 'unknown-version';
  /** `undefined` where it has none. */
  eventId: string | undefined;
}

export interface FullDisk {
  /** How it was made full. */
  how: string;
  /** Makes room again, and does what the broker then needs to go on, as an orchestrator would. @returns what that was */
  release(): Promise<string>;
}

export interface FaultBroker {
  readonly transport: string;
  /** Its processes. None where PostgreSQL carries the events: what strikes the one strikes the other. */
  nodes(): readonly BrokerServer[];
  /** Grows with every message that is stored. */
  stored(): Promise<number>;
  poison(): Promise<Poison[]>;
  /** Takes stored messages away, from the newest: what a broker that lied about its disk would have lost. */
  lose(count: number): Promise<WireEvent[]>;
  /** Only of a broker with processes of its own. */
  fillDisk(): Promise<FullDisk>;
  close(): Promise<void>;
}

export interface FaultBrokerOptions {
  server: BrokerServer | undefined;
  /** Everything of the system is in it. */
  dataDir: string;
  /** As the superuser. */
  postgresUrl: string;
  /** The broker's own folder, where it could be put on a small disk. */
  smallDisk: string | undefined;
}
