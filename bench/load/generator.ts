import { setTimeout as delay } from 'node:timers/promises';
import { nextIntent } from './choose.ts';
import { type Attempt, History } from './history.ts';
import { HttpClient } from './http.ts';
import type { Intent, Seen } from './intents.ts';
import { forget, forgetCard, forgetCollection, learn } from './learn.ts';
import { answeredIdOf, codeOf, isDone, mayRepeat, outcomeOf } from './outcome.ts';
import { People } from './people.ts';
import { Random } from './random.ts';
import { routeOf } from './routes.ts';

export interface LoadOptions {
  seed: number;
  /** Commands under way at once, at most. */
  concurrency: number;
  /** After this long a person gives up. */
  patienceMs: number;
  /** After this long a request is given up, and perhaps repeated. */
  timeoutMs: number;
  /** The replicas of each service. */
  urlsOf(service: string): readonly string[];
  people?: number;
  works?: number;
  /** So long after a collection was made others follow it; 5,000 unless said. */
  heardAfterMs?: number;
  /** How likely somebody tries what is not theirs to do; never unless said. */
  trespass?: number;
}

/** An open loop: commands come at this rate, however fast the system answers. */
export interface Pace {
  /** Commands a second. */
  rate: number;
  /** Commands that may wait for their turn; more are turned away, and count as not accepted. */
  queue: number;
}

interface Command {
  commandId: number;
  intent: Intent;
}

const TICK_MS = 10;
const RETRY_MS = 150;
/** So often somebody looks at their notifications. */
const LOOK_EVERY_MS = 100;

/** Gives commands over HTTP, and records what became of each. */
export class LoadGenerator {
  readonly history = new History();
  readonly people: People;
  readonly #options: LoadOptions;
  readonly #http = new HttpClient();
  readonly #random: Random;
  readonly #looks: Random;
  readonly #queue: Command[] = [];
  readonly #working = new Set<Promise<void>>();
  #attempts = 0;
  #running = false;
  #loop: Promise<unknown> | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#random = new Random(options.seed).fork('commands');
    this.#looks = new Random(options.seed).fork('looks');
    this.people = new People({ people: options.people ?? 60, works: options.works ?? 800 });
  }

  start(pace: Pace): void {
    this.#running = true;
    this.#loop = Promise.all([this.#offer(pace), this.#look()]);
  }

  /** A closed loop: as many commands, by as many clients as may be under way, each waiting for its answer. */
  async run(commands: number): Promise<void> {
    this.#running = true;
    this.#loop = this.#look();
    const client = async (): Promise<void> => {
      while (this.history.offered < commands) await this.#carryOut(this.#next());
    };
    await Promise.all(Array.from({ length: this.#options.concurrency }, client));
    await this.stop();
  }

  /** No new commands; those under way and waiting are seen to their end. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#loop;
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  close(): void {
    this.#http.close();
  }

  /** Commands that have been sent and are not at their end. */
  get underWay(): number {
    return this.#working.size;
  }

  async #offer({ rate, queue }: Pace): Promise<void> {
    const startedAt = performance.now();
    let due = 0;
    while (this.#running) {
      const wanted = ((performance.now() - startedAt) / 1000) * rate;
      for (; due < wanted; due += 1) {
        const next = this.#next();
        if (this.#queue.length < queue) this.#queue.push(next);
        else this.history.turnedAway += 1;
      }
      this.#fill();
      await delay(TICK_MS);
    }
  }

  #next(): Command {
    this.history.offered += 1;
    const { people, history } = this;
    const { heardAfterMs = 5_000, trespass } = this.#options;
    const setting = { random: this.#random, people, now: performance.now(), heardAfterMs };
    const intent = nextIntent(setting, trespass);
    forget(people, intent);
    return { commandId: history.offered, intent };
  }

  #fill(): void {
    while (this.#working.size < this.#options.concurrency) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      const work = this.#carryOut(next).then(() => {
        this.#working.delete(work);
        this.#fill();
      });
      this.#working.add(work);
    }
  }

  async #carryOut({ commandId, intent }: Command): Promise<void> {
    const accepted = await this.#perform(commandId, intent);
    this.history.commands.push({ commandId, kind: intent.kind, accepted });
  }

  async #perform(commandId: number, intent: Intent): Promise<boolean> {
    const deadline = performance.now() + this.#options.patienceMs;
    for (let tried = 0; ; tried += 1) {
      const attempt = await this.#attempt(commandId, intent, tried);
      if (attempt.outcome === 'acknowledged') {
        learn(this.people, attempt);
        return true;
      }
      if (attempt.code === 'card-not-found' && 'cardId' in intent) forgetCard(this.people, intent.cardId);
      if (attempt.code === 'collection-not-found' && 'collectionId' in intent)
        forgetCollection(this.people, intent.collectionId);
      if (!mayRepeat(attempt) || performance.now() > deadline) {
        const accepted = isDone(attempt, tried);
        if (!accepted) this.history.countNotAccepted(attempt);
        return accepted;
      }
      // As a load balancer does: a replica that refuses connections is passed over.
      const { service } = routeOf(intent);
      if (attempt.outcome === 'refused' && attempt.status === undefined) {
        if ((tried + 1) % this.#options.urlsOf(service).length !== 0) continue;
      }
      await delay(RETRY_MS * Math.min(tried + 1, 8) * (0.5 + Math.random()));
    }
  }

  async #attempt(commandId: number, intent: Intent, tried: number): Promise<Attempt> {
    const { service, method, path, body, contentType } = routeOf(intent);
    const urls = this.#options.urlsOf(service);
    const url = urls[(commandId + tried) % urls.length] ?? '';
    const id = `load-${String((this.#attempts += 1))}`;
    const startedAt = performance.now();
    const result = await this.#http.send({
      url: url + path,
      method,
      headers: { authorization: `Development ${intent.did}`, 'x-correlation-id': id },
      contentType,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: this.#options.timeoutMs,
    });
    const answeredId = answeredIdOf(result);
    const attempt: Attempt = {
      id,
      commandId,
      intent,
      startedAt,
      endedAt: performance.now(),
      outcome: outcomeOf(result),
      ...(result.answered ? { status: result.status } : {}),
      ...(codeOf(result) === undefined ? {} : { code: codeOf(result) ?? '' }),
      ...(answeredId === undefined ? {} : { answeredId }),
    };
    this.history.attempts.push(attempt);
    return attempt;
  }

  /** People look at their notifications: what they then mark as read, they have seen. */
  async #look(): Promise<void> {
    while (this.#running) {
      const person = this.people.person(this.#looks);
      const urls = this.#options.urlsOf('notifications');
      const result = await this.#http.send({
        url: `${this.#looks.pick(urls) ?? ''}/notifications?limit=50`,
        method: 'GET',
        headers: { authorization: `Development ${person.did}` },
        timeoutMs: this.#options.timeoutMs,
      });
      if (result.answered && result.status === 200) {
        const { items } = result.body as { items: (Seen & { read: boolean; cursor: string })[] };
        person.unread = items
          .filter(({ read }) => !read)
          .map(({ notificationId, actId, createdAt, cursor }) => ({
            seen: { notificationId, actId, createdAt },
            cursor,
          }));
      }
      await delay(LOOK_EVERY_MS);
    }
  }
}
