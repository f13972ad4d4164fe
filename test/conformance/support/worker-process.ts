import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitFor } from './waiting.js';
import { type Order, OPTIONS_VARIABLE, type Word, type WorkerOptions } from '../process/protocol.js';
import type { Tally } from './tally.js';

const FOLDER = join(import.meta.dirname, '../process');

/** A service's half in a process of its own, that can be killed for real. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #heard: Word['kind'][] = [];
  #appended = 0;
  #errors = '';

  /** Resolves when it is at work. */
  static async start(
    options: WorkerOptions,
    environment: Record<string, string>,
    tally: Tally,
  ): Promise<WorkerProcess> {
    const child = spawn(
      process.execPath,
      [
        '--conditions=commonplace-source',
        '--import',
        join(FOLDER, 'from-source.mjs'),
        join(FOLDER, 'worker.ts'),
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          ...environment,
          [OPTIONS_VARIABLE]: JSON.stringify(options),
        },
      },
    );
    const worker = new WorkerProcess(child, tally);
    await worker.heard('ready');
    return worker;
  }

  private constructor(child: ChildProcess, tally: Tally) {
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    child.on('message', (word: Word) => {
      this.#heard.push(word.kind);
      if (word.kind === 'delivered') tally.delivered(word.seen);
      if (word.kind === 'broadcast') tally.broadcast(word.body);
    });
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits until it has said so, `times` times. */
  async heard(kind: Word['kind'], times = 1): Promise<void> {
    await waitFor(`a process to say "${kind}"`, () => {
      if (this.#heard.filter((each) => each === kind).length >= times) return true;
      if (this.#hasEnded) throw new Error(`The process has ended by itself:\n${this.#errors}`);
      return undefined;
    });
  }

  /** Appends the next events of an aggregate in one transaction; resolves after the commit. */
  async append(aggregateId: string, ...values: number[]): Promise<void> {
    this.#order({ kind: 'append', aggregateId, values });
    this.#appended += 1;
    await this.heard('appended', this.#appended);
  }

  /** Waits until it stands where it is to be killed, and kills it there. */
  async killAtHalt(tally: Tally, kind: string): Promise<void> {
    await this.heard('halted');
    await this.kill();
    expect(this.#child.signalCode).toBe('SIGKILL');
    tally.fault(kind);
  }

  /** Ends its halt in the handler. */
  proceed(): void {
    this.#order({ kind: 'proceed' });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Has it end in order; resolves when what it had begun is done. */
  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
    expect(this.#child.exitCode).toBe(0);
  }

  #order(order: Order): void {
    this.#child.send(order);
  }

  /** SIGKILL; resolves when it is gone. Does nothing to one that has ended. */
  async kill(): Promise<void> {
    if (this.#hasEnded) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
