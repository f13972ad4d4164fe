import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Audit } from '../administration/audit.js';
import { ALL_PARTITIONS } from '../partition.js';
import type { TransactionPool } from '../transaction-pool.js';
import type { Transport } from '../transport.js';
import type { ReplayConsumers } from '../transports/nats/replay-consumers.js';
import { cursorDifferences } from './cursor-differences.js';
import type { HeldInbox } from './held-inbox.js';
import { type Pace, PaceMeter } from './pace.js';
import { RebuildError } from './rebuild-error.js';
import { discardAgain, goneBeginnings, refusedEvents } from './refused-events.js';
import { FEW, Swap } from './swap.js';
import type { TwinSchema } from './twin-schema.js';

export interface RebuildOptions {
  service: string;
  /** The broker's consumer that the rebuild reads by. */
  consumer: string;
  operator: string;
  /** The projection's tables. */
  projections: readonly string[];
  /** How long nothing may move until it is given up, with what was built kept. */
  stuckMs?: number;
}

export interface RebuildParts {
  /** Of one connection, on the live schema: it holds the lock that only one process rebuilds. */
  sql: Sql;
  /** On the live schema. */
  transactions: TransactionPool;
  /** With the operator's rights. */
  transport: Transport;
  replay: ReplayConsumers;
  twin: TwinSchema;
  audit: Audit;
}

export interface RebuildProgress extends Pace {
  /** `reading` what the broker has, `comparing` with the live side and healing what is missing, then `swapping`. */
  phase: 'reading' | 'comparing' | 'swapping';
  /** Aggregates that the two sides have not handled alike; unknown while reading. */
  different: number | undefined;
}

/** What a process finds when it comes to rebuild: `swapped` when one died after the swap, before it had cleared up. */
export type Beginning = 'begun' | 'resumed' | 'swapped';

/** Left to be read when it is worth to look how far the live side is. */
const NEARLY = 2_000;
const LOOK_EVERY_MS = 1_000;
const STUCK_MS = 300_000;

/**
 * Builds a service's projection anew beside the live one, by the same handlers, and puts it in its place. What is built
 * and how far is in the database and the broker: a process that is killed is followed by the next one.
 */
export class Rebuild {
  readonly #options: RebuildOptions;
  readonly #parts: RebuildParts;
  #expected = 0;

  constructor(options: RebuildOptions, parts: RebuildParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** @throws RebuildError `rebuild-running`, `no-rebuild-schema`, `schema-changed` */
  async prepare(): Promise<Beginning> {
    const { sql, transactions, replay, transport, twin } = this.#parts;
    const { consumer, operator } = this.#options;
    await this.#assertAlone();
    await twin.assertProvisioned(sql);
    const state = await twin.state(sql);
    if (state?.swapped === true) return 'swapped';
    if (state !== undefined && state.migrations !== (await twin.migrations(sql)))
      throw new RebuildError(
        'schema-changed',
        'Migrations were applied since the rebuild began. Abandon it and begin anew.',
      );
    // What a former rebuild has read would be left out of this one.
    if (state === undefined) await replay.remove();
    await replay.create();
    this.#expected = state?.expected ?? (await transport.lag(consumer, ALL_PARTITIONS));
    if (state !== undefined) return 'resumed';
    await transactions.run(async (tx) => {
      await twin.create(tx, { operator, expected: this.#expected });
      await this.#record(tx, 'begun', this.#expected);
    });
    return 'begun';
  }

  /**
   * Watches the lanes of the rebuild, which must run by now, until their projection is the live one.
   *
   * @returns false when the signal came first
   * @throws RebuildError `events-refused`, `history-gone`, `schema-changed`, `rebuild-stuck`
   */
  async untilSwapped(
    held: HeldInbox,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: RebuildProgress) => void },
  ): Promise<boolean> {
    const pace = new PaceMeter(this.#expected);
    let moved = { at: Date.now(), what: '' };
    let isTidied = false;
    const isStopped = (): boolean => signal.aborted;
    while (!isStopped()) {
      await this.#assertAlone();
      const left = await this.#parts.transport.lag(this.#options.consumer, ALL_PARTITIONS);
      const progress = pace.at(left);
      const different = left > NEARLY ? undefined : await this.#different();
      const isNear = different !== undefined && different < FEW;
      onProgress({
        ...progress,
        phase: isNear ? 'swapping' : different === undefined ? 'reading' : 'comparing',
        different,
      });
      if (different !== undefined) await this.#assertSound();
      if (isNear && !isStopped()) {
        if (!isTidied) await this.#tidy();
        isTidied = true;
        if (await this.#swap(held)) return true;
      }
      const what = `${String(left)} ${String(different)}`;
      if (what !== moved.what) moved = { at: Date.now(), what };
      if (Date.now() - moved.at > (this.#options.stuckMs ?? STUCK_MS)) throw this.#stuck(left, different);
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  /** Removes all that was there for the rebuild. The lanes must have ended. */
  async clear(): Promise<void> {
    const { transactions, replay, twin } = this.#parts;
    await replay.remove();
    await transactions.run((sql) => twin.drop(sql));
  }

  /** Gives up what was built; the live projection stays. @throws RebuildError `rebuild-running` */
  async abandon(): Promise<void> {
    await this.#assertAlone();
    await this.clear();
    await this.#parts.transactions.run((sql) => this.#record(sql, 'abandoned', 0));
  }

  /** By a session's lock, asked for again and again: the connection may have been lost, and the lock with it. */
  async #assertAlone(): Promise<void> {
    const { service } = this.#options;
    const [row] = await this.#parts.sql<{ held: boolean }[]>`
      select pg_try_advisory_lock(hashtext(${`rebuild:${service}`})) as held`;
    if (row?.held !== true)
      throw new RebuildError('rebuild-running', `Another process rebuilds the projection of ${service}.`);
  }

  async #different(): Promise<number> {
    const found = await cursorDifferences(this.#parts.sql, this.#sides(), FEW);
    return found.length;
  }

  async #assertSound(): Promise<void> {
    const { sql, transactions } = this.#parts;
    await transactions.run((tx) => discardAgain(tx, this.#sides()));
    const refused = await refusedEvents(sql, this.#sides());
    const isLost = refused.some(({ reason }) => reason === 'lost');
    if (isLost || (await goneBeginnings(sql, this.#sides())) > 0)
      throw new RebuildError(
        'history-gone',
        'Events that the live projection is made of are in no stream and no log any more: a new one would lack them. Nothing was swapped.',
      );
    if (refused.length === 0) return;
    const list = refused.map(({ eventId, type, error }) => `\n  ${eventId}  ${type}  ${error}`).join('');
    throw new RebuildError(
      'events-refused',
      `Events can not be handled that the live projection has handled; nothing was swapped. Mend the handler and go on, or discard them and begin anew:${list}`,
    );
  }

  /** So that the first queries of the new tables are planned for what is in them. */
  async #tidy(): Promise<void> {
    const { sql, twin } = this.#parts;
    for (const table of twin.moved(this.#options.projections))
      await sql`vacuum (analyze) ${sql(twin.name)}.${sql(table)}`;
  }

  #swap(held: HeldInbox): Promise<boolean> {
    const { sql, transactions, twin, audit } = this.#parts;
    return new Swap(this.#options, { sql, transactions, twin, held, audit }).attempt();
  }

  #stuck(left: number, different: number | undefined): RebuildError {
    const aggregates = different === undefined ? 'unknown' : String(different);
    return new RebuildError(
      'rebuild-stuck',
      `Nothing has moved for long: ${String(left)} events to be read, ${aggregates} aggregates that differ from the live side. ` +
        'Either side may be paused, have no lanes, or lack events that are in no stream and no log any more. What was built is kept.',
    );
  }

  #record(sql: Parameters<Audit['record']>[0], step: string, events: number): Promise<void> {
    const { operator, service } = this.#options;
    return this.#parts.audit.record(sql, {
      operator,
      action: 'rebuild',
      consumer: service,
      events,
      target: { step },
    });
  }

  #sides(): { live: string; rebuilt: string; consumer: string } {
    const { service } = this.#options;
    return { live: service, rebuilt: this.#parts.twin.name, consumer: service };
  }
}
