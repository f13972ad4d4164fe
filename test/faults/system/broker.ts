/** What the fault suite can do to a broker. Each transport has one of these. */

/** A process, or one of several, that makes up the broker. */
export interface BrokerNode {
  pid: number;
  isRunning(): boolean;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Again with the same data, on the same port; resolves when it is ready. */
  start(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

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
  /** Makes room again, and whatever the broker then needs to go on, as an orchestrator would. @returns what that was */
  release(): Promise<string>;
}

export interface FaultBroker {
  readonly transport: string;
  nodes(): readonly BrokerNode[];
  /** Where services connect to. */
  address(): { host: string; port: number };
  /** Messages ever stored. */
  stored(): Promise<number>;
  poison(random: () => number): Promise<Poison[]>;
  /**
   * Takes stored messages away, from the newest: what a broker that lied about its disk would have lost.
   *
   * @param isTaken which of them
   */
  lose(count: number, isTaken: (event: WireEvent) => boolean): Promise<WireEvent[]>;
  fillDisk(): Promise<FullDisk>;
  close(): Promise<void>;
}
