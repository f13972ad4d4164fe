import { Logger } from '@nestjs/common';
import type { Sql } from 'postgres';
import { Signal } from '../signal.js';
import { within } from '../within.js';

/** What is done with a partition while it is owned. */
export interface LaneWork {
  /** The partition is ours from now on; it may be while a stop of it has not ended. Must not throw. */
  start(partition: number): void;
  /** The partition is to be let go: resolves when nothing of it is under way any more. Must not throw. */
  stop(partition: number): Promise<void>;
}

export interface LeaseOptions {
  /** What the leases are for: `relay`, or a consumer's name. Replicas with the same role share the partitions. */
  role: string;
  /** Stable name of this replica: a restarted one takes its own leases over at once. */
  replica: string;
  /** Tells this process from an earlier one of the same name. */
  incarnation: string;
  partitions: readonly number[];
  /** How long a lease holds without renewal. */
  ttlMs: number;
}

/**
 * Spreads partitions over the replicas of one role: each owns its fair share, and a dead one's go to the others
 * when their leases run out.
 *
 * A lease keeps the stream nearly ordered and saves double work; it is no lock. When two owners overlap (a
 * stopped process that wakes up), the cursors refuse the second one's effects.
 */
export class LeaseKeeper {
  readonly #sql: Sql;
  readonly #options: LeaseOptions;
  readonly #work: LaneWork;
  readonly #owner: string;
  readonly #logger: Logger;
  readonly #owned = new Set<number>();
  /** Work that is being ended, by partition. */
  readonly #leaving = new Map<number, Promise<unknown>>();
  readonly #stopped = new Signal();
  #isFirstBeat = true;
  #renewedAt = 0;
  #stopping = false;
  #loop: Promise<void> | undefined;

  constructor(sql: Sql, options: LeaseOptions, work: LaneWork) {
    this.#sql = sql;
    this.#options = options;
    this.#work = work;
    this.#owner = `${options.replica}/${options.incarnation}`;
    this.#logger = new Logger(`Lease ${options.role}`);
  }

  get owned(): ReadonlySet<number> {
    return this.#owned;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Lets go of everything in order: first the work ends, then the leases are given back. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stopped.raise();
    await this.#loop;
    for (const partition of [...this.#owned]) this.#leave(partition);
    await Promise.all(this.#leaving.values());
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const tooLate = new AbortController();
      try {
        // A database that is silent must not make us keep what others may take. After a sleep of our own there is no
        // time left, and the leases may well be ours still: ask.
        const patience = Math.max(this.#timeLeft(), this.#options.ttlMs / 6);
        await within(patience, this.#beat(tooLate.signal));
      } catch (error) {
        this.#logger.warn({ err: error }, 'leases could not be renewed');
        this.#fenceWhenExpired();
      } finally {
        tooLate.abort();
      }
      await this.#stopped.wait(Math.min(this.#options.ttlMs / 3, this.#timeLeft()));
    }
  }

  /**
   * One heartbeat: say that we live, renew what we own, take what is free, give back what is too much.
   *
   * @param tooLate the answers that still come are old, and say nothing of what is ours now.
   */
  async #beat(tooLate: AbortSignal): Promise<void> {
    const askedAt = performance.now();
    const share = await this.#fairShare();
    tooLate.throwIfAborted();
    const kept = await this.#renew();
    tooLate.throwIfAborted();
    this.#renewedAt = askedAt;
    const lost = [...this.#owned].filter((partition) => !kept.has(partition));
    if (lost.length > 0) {
      this.#logger.warn({ partitions: lost }, 'leases were taken over by another replica');
      for (const partition of lost) this.#leave(partition);
    }
    // Ours by the table though let go while the database was away: nobody took them meanwhile.
    for (const partition of kept) {
      if (!this.#owned.has(partition) && !this.#leaving.has(partition)) this.#begin(partition);
    }
    const surplus = [...this.#owned].slice(share);
    if (surplus.length > 0) {
      for (const partition of surplus) this.#leave(partition);
    } else if (this.#owned.size < share) {
      const taken = await this.#acquire(share - this.#owned.size);
      tooLate.throwIfAborted();
      for (const partition of taken) this.#begin(partition);
    }
    this.#isFirstBeat = false;
  }

  #begin(partition: number): void {
    this.#owned.add(partition);
    this.#work.start(partition);
  }

  /**
   * Lets go of a partition without holding up the heartbeat: its lease is renewed until its work has ended, and
   * given back then, unless the partition has become ours again meanwhile.
   */
  #leave(partition: number): void {
    this.#owned.delete(partition);
    const ended = this.#work
      .stop(partition)
      .then(() =>
        this.#owned.has(partition) ? undefined : within(this.#options.ttlMs, this.#release(partition)),
      )
      .catch((error: unknown) => {
        this.#logger.warn({ err: error, partition }, 'a lease was not given back; it runs out by itself');
      });
    const left = Promise.all([this.#leaving.get(partition), ended]).finally(() => {
      if (this.#leaving.get(partition) === left) this.#leaving.delete(partition);
    });
    this.#leaving.set(partition, left);
  }

  /** Registers this replica and says how many partitions it should own. */
  async #fairShare(): Promise<number> {
    const { role, replica, incarnation, ttlMs, partitions } = this.#options;
    // The first beat takes the name over from an earlier process; afterwards it stays with whoever came last.
    const registered = await this.#sql`
      insert into lane_replicas (role, replica, incarnation, expires_at)
      values (${role}, ${replica}, ${incarnation}, now() + ${ttlMs} * interval '1 millisecond')
      on conflict (role, replica) do update
        set incarnation = excluded.incarnation, expires_at = excluded.expires_at
        where ${this.#isFirstBeat} or lane_replicas.incarnation = excluded.incarnation
          or lane_replicas.expires_at <= now()
      returning 1`;
    if (registered.length === 0) {
      this.#logger.error(
        { replica },
        'another process has the name of this replica and took its place: give each one a REPLICA_NAME of its own',
      );
      return 0;
    }
    const [row] = await this.#sql<{ living: number }[]>`
      with gone as (
        delete from lane_replicas where role = ${role} and expires_at < now() - interval '1 hour'
      )
      select count(*)::int as living from lane_replicas where role = ${role} and expires_at > now()`;
    return Math.ceil(partitions.length / Math.max(row?.living ?? 1, 1));
  }

  async #renew(): Promise<Set<number>> {
    const { role, ttlMs } = this.#options;
    const rows = await this.#sql<{ partition: number }[]>`
      update lane_leases set expires_at = now() + ${ttlMs} * interval '1 millisecond'
      where role = ${role} and owner = ${this.#owner}
      returning partition`;
    return new Set(rows.map((row) => row.partition));
  }

  /**
   * Takes partitions that nobody owns or whose lease ran out; at first also those that an earlier process left.
   *
   * One that we lost while a handler of ours hung in it is taken too: the others have their share and would leave it
   * without an owner for as long as that handler hangs. The new work is to the old one as another replica's would be.
   */
  async #acquire(wanted: number): Promise<number[]> {
    const { role, replica, partitions, ttlMs } = this.#options;
    const predecessor = this.#isFirstBeat ? replica : '';
    const rows = await this.#sql<{ partition: number }[]>`
      with free as (
        select p.partition from unnest(${[...partitions]}::smallint[]) as p (partition)
        left join lane_leases l on l.role = ${role} and l.partition = p.partition
        where l.owner is null or l.expires_at <= now() or split_part(l.owner, '/', 1) = ${predecessor}
        order by p.partition limit ${wanted}
      )
      insert into lane_leases (role, partition, owner, expires_at)
      select ${role}, partition, ${this.#owner}, now() + ${ttlMs} * interval '1 millisecond' from free
      on conflict (role, partition) do update set owner = excluded.owner, expires_at = excluded.expires_at
        where lane_leases.expires_at <= now() or split_part(lane_leases.owner, '/', 1) = ${predecessor}
      returning partition`;
    return rows.map((row) => row.partition);
  }

  async #release(partition: number): Promise<void> {
    await this.#sql`
      delete from lane_leases
      where role = ${this.#options.role} and owner = ${this.#owner} and partition = ${partition}`;
  }

  /** Milliseconds until what we own may be others'. */
  #timeLeft(): number {
    const { ttlMs } = this.#options;
    return this.#owned.size === 0 ? ttlMs : Math.max(this.#renewedAt + ttlMs - performance.now(), 0);
  }

  /** Without the database nobody can be asked: after our time is up, others may own what we owned. */
  #fenceWhenExpired(): void {
    if (this.#owned.size === 0 || this.#timeLeft() > 0) return;
    this.#logger.warn('leases ran out; letting go of every partition');
    for (const partition of [...this.#owned]) this.#leave(partition);
  }
}
