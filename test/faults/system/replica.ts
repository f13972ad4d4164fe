import { writeFileSync } from 'node:fs';
import type { ServiceProcess } from '../../../infra/dev/servers/service.mjs';
import type { Wire } from './tcp-proxy.ts';

/** How long a replica may take to be ready again, others' faults included. */
const START_DEADLINE_MS = 90_000;

export interface ReplicaParts {
  name: string;
  service: string;
  process: ServiceProcess;
  /** To the database and to the broker. */
  wires: { postgres: Wire; broker: Wire };
  clockFile: string;
}

/** One process of a service, with all that can go wrong around it. */
export class Replica {
  readonly name: string;
  readonly service: string;
  readonly wires: { postgres: Wire; broker: Wire };
  readonly #process: ServiceProcess;
  readonly #clockFile: string;
  /** Ends that nobody injected. */
  readonly ownEnds: string[] = [];
  #held = false;

  constructor({ name, service, process, wires, clockFile }: ReplicaParts) {
    this.name = name;
    this.service = service;
    this.wires = wires;
    this.#process = process;
    this.#clockFile = clockFile;
  }

  get url(): string {
    return this.#process.url;
  }

  get pid(): number {
    return this.#process.pid;
  }

  isRunning(): boolean {
    return this.#process.process().isRunning();
  }

  /** SIGKILL. @returns whether there was something to kill */
  async kill(): Promise<boolean> {
    this.#held = true;
    const running = this.#process.process();
    if (!running.isRunning()) return false;
    return (await running.kill()).signal === 'SIGKILL';
  }

  /** SIGTERM, and the end in order. @returns whether it ended by itself in time */
  async stop(): Promise<boolean> {
    this.#held = true;
    return (await this.#process.process().stop({ deadlineMs: 30_000 })).signal !== 'SIGKILL';
  }

  /** As an orchestrator would: again and again, until it is ready. */
  async start(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS;
    for (;;) {
      try {
        await this.#process.start();
        this.#held = false;
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.process().signal(signal);
  }

  /** Its wall clock is off from now on; restarts keep that. */
  shiftClock(milliseconds: number): void {
    writeFileSync(this.#clockFile, String(milliseconds));
    // One that is being started reads the file by itself, and the signal might come before its handler is there.
    if (!this.#held) this.signal('SIGUSR2');
  }

  /** Starts it again when it died without anybody's doing, and notes that. */
  async mend(): Promise<void> {
    if (this.#held || this.isRunning()) return;
    this.#held = true;
    const { code, signal } = await this.#process.process().exited;
    this.ownEnds.push(signal ?? `exit code ${String(code)}`);
    await this.start();
  }
}
