import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import type { Audit } from '../administration/audit.js';
import type { TransactionPool } from '../transaction-pool.js';
import {
  type CursorDifference,
  cursorDifferences,
  isLiveBehind,
  isRebuiltBehind,
  liveHead,
  type RebuiltPlace,
  rebuiltPlaces,
} from './cursor-differences.js';
import type { HeldInbox } from './held-inbox.js';
import type { TwinSchema } from './twin-schema.js';

export interface SwapOptions {
  service: string;
  operator: string;
  /** The projection's tables. */
  projections: readonly string[];
}

export interface SwapParts {
  /** Both on the live schema. */
  sql: Sql;
  transactions: TransactionPool;
  twin: TwinSchema;
  held: HeldInbox;
  audit: Audit;
}

/** Aggregates that differ, at most, for the rest to be done while the live lanes wait. */
export const FEW = 5_000;
/**
 * Below the server's `deadlock_timeout` of a second: should somebody hold what is wanted here and want what is held, this
 * side gives way before the server has one of them fail.
 */
const LOCK_TIMEOUT = '250ms';
const TRIES = 20;
const PAUSE_MS = 50;
/** How long the rebuild waits for the live lanes, which go on meanwhile. */
const LIVE_MS = 30_000;
/** How long the live lanes are kept waiting, at most, besides the locks. */
const CATCH_UP_MS = 5_000;
const LOOK_EVERY_MS = 10;
const NOWHERE = { live: 0, head: 0 };

/** Not now: the live side, or a reader, is in the way. */
class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** Puts the rebuilt projection in the place of the live one, in one transaction. */
export class Swap {
  readonly #options: SwapOptions;
  readonly #parts: SwapParts;
  readonly #logger = new Logger('Swap');

  constructor(options: SwapOptions, parts: SwapParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /**
   * Holds both sides, brings the rebuilt one to where the live one is, and swaps. What the live side has handled is then
   * in the rebuilt one, and what it has not, its lanes handle afterwards: so each event is told of, and announced, once.
   *
   * @returns false when it did not come about: everything goes on as before, and it may be tried again. True: the rebuild's
   *   own lanes get nothing more, and are to be stopped.
   */
  async attempt(): Promise<boolean> {
    const { held, transactions } = this.#parts;
    await held.hold();
    try {
      await this.#untilLiveIsThere();
      await transactions.run(async (sql) => {
        await sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`;
        await this.#holdLiveLanes(sql);
        await this.#catchUp(sql);
        await this.#swap(sql);
      });
      return true;
    } catch (error) {
      await held.release();
      if (!(error instanceof NotYet || isLockTimeout(error))) throw error;
      this.#logger.log({ err: error }, 'the swap did not come about; it is tried again');
      return false;
    }
  }

  /** What only the rebuilt side has handled would be told to nobody, were it taken over: the live lanes get to it first. */
  async #untilLiveIsThere(): Promise<void> {
    const deadline = Date.now() + LIVE_MS;
    for (;;) {
      const differences = await this.#differences(this.#parts.sql);
      if (!differences.some(isLiveBehind)) return;
      if (Date.now() > deadline) throw new NotYet('the live lanes are behind the rebuild');
      await delay(LOOK_EVERY_MS);
    }
  }

  /** A lane's transaction begins with its cursors, and has locked nothing else by then. */
  async #holdLiveLanes(sql: TransactionSql): Promise<void> {
    const { service } = this.#options;
    await sql`
      lock table ${sql(service)}.inbox_cursors, ${sql(service)}.parked_events in access exclusive mode`;
  }

  async #catchUp(sql: TransactionSql): Promise<void> {
    const differences = await this.#differences(sql);
    if (differences.length === FEW) throw new NotYet('too much differs');
    if (differences.some(isLiveBehind)) throw new NotYet('the live lanes are behind the rebuild');
    const wanted = new Map(differences.map((one) => [nameOf(one), { live: one.live, head: liveHead(one) }]));
    await this.#parts.held.letThrough(new Map([...wanted].map(([name, { head }]) => [name, head])));
    const deadline = Date.now() + CATCH_UP_MS;
    for (let places: RebuiltPlace[] = differences; ;) {
      if (!places.some((place) => isRebuiltBehind(place, wanted.get(nameOf(place)) ?? NOWHERE))) break;
      if (Date.now() > deadline) throw new NotYet('the rebuild did not come level in time');
      await delay(LOOK_EVERY_MS);
      places = await rebuiltPlaces(sql, this.#sides(), differences);
    }
    await this.#parts.held.hold();
  }

  /** Readers wait for the moment of the swap; those that are there are waited for. */
  async #swap(sql: TransactionSql): Promise<void> {
    const { service, operator, projections } = this.#options;
    const { twin, audit } = this.#parts;
    const tables = twin
      .moved(projections)
      .flatMap((table) => [`"${service}"."${table}"`, `"${twin.name}"."${table}"`]);
    for (let attempt = 1; ; attempt += 1) {
      await sql`savepoint before_locks`;
      try {
        await sql.unsafe(`lock table ${tables.join(', ')} in access exclusive mode`);
        break;
      } catch (error) {
        if (!isLockTimeout(error) || attempt === TRIES) throw error;
        await sql`rollback to savepoint before_locks`;
        await delay(PAUSE_MS);
      }
    }
    await twin.swap(sql, projections);
    const target = { step: 'swapped' };
    await audit.record(sql, { operator, action: 'rebuild', consumer: service, events: 0, target });
  }

  #differences(sql: Sql | TransactionSql): Promise<CursorDifference[]> {
    return cursorDifferences(sql, this.#sides(), FEW);
  }

  #sides(): { live: string; rebuilt: string; consumer: string } {
    const { service } = this.#options;
    return { live: service, rebuilt: this.#parts.twin.name, consumer: service };
  }
}

/** As the inbox names an aggregate. */
const nameOf = ({ source, aggregateId }: RebuiltPlace): string => `${source} ${aggregateId}`;

function isLockTimeout(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === '55P03';
}
