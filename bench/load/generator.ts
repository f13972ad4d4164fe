import { setTimeout as delay } from 'node:timers/promises';
import { forgetCard, isIdempotent, learn, nextIntent, routeOf } from './commands.ts';
import { type Attempt, History, type Intent, type Outcome, type Seen } from './history.ts';
import { HttpClient, type HttpResult } from './http.ts';
import { People } from './people.ts';
import { Random } from './random.ts';

export interface LoadOptions {
  seed: number;
  /** Commands that come each second, however fast the system answers: an open loop. */
  rate: number;
  /** Commands under way at once, at most; more wait for their turn. */
  concurrency: number;
  /** Commands that may wait; more are turned away, and count as not accepted. */
  queue: number;
  /** After this long a person gives up. */
  patienceMs: number;
  /** After this long a request is given up, and perhaps repeated. */
  timeoutMs: number;
  /** The replicas of each service. */
  urlsOf(service: string): readonly string[];
  people?: number;
  works?: number;
}

const TICK_MS = 10;
const RETRY_MS = 150;
/** So often somebody looks at their notifications. */
const LOOK_EVERY_MS = 100;

/** Offers commands over HTTP, at a rate that does not depend on the answers, and records what became of each. */
export class LoadGenerator {
  readonly history = new History();
  readonly people: People;
  readonly #options: LoadOptions;
  readonly #http = new HttpClient();
  readonly #random: Random;
  readonly #looks: Random;
  readonly #queue: { commandId: number; intent: Intent }[] = [];
  readonly #working = new Set<Promise<void>>();
  #attempts = 0;
  #commands = 0;
  #running = false;
  #loop: Promise<unknown> | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#random = new Random(options.seed).fork('commands');
    this.#looks = new Random(options.seed).fork('looks');
    this.people = new People({ people: options.people ?? 60, works: options.works ?? 800 });
  }

  start(): void {
    this.#running = true;
    this.#loop = Promise.all([this.#offer(), this.#look()]);
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

  async #offer(): Promise<void> {
    const startedAt = performance.now();
    let due = 0;
    while (this.#running) {
      const wanted = ((performance.now() - startedAt) / 1000) * this.#options.rate;
      for (; due < wanted; due += 1) {
        this.history.offered += 1;
        const intent = nextIntent(this.#random, this.people, performance.now());
        if (intent.kind === 'remove') forgetCard(this.people, intent.cardId);
        const commandId = (this.#commands += 1);
        if (this.#queue.length < this.#options.queue) this.#queue.push({ commandId, intent });
        else this.history.turnedAway += 1;
      }
      this.#fill();
      await delay(TICK_MS);
    }
  }

  #fill(): void {
    while (this.#working.size < this.#options.concurrency) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      const work = this.#perform(next.commandId, next.intent).then((accepted) => {
        this.history.commands.push({ commandId: next.commandId, kind: next.intent.kind, accepted });
        this.#working.delete(work);
        this.#fill();
      });
      this.#working.add(work);
    }
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
    const { service, method, path, body } = routeOf(intent);
    const urls = this.#options.urlsOf(service);
    const url = urls[(commandId + tried) % urls.length] ?? '';
    const id = `load-${String((this.#attempts += 1))}`;
    const startedAt = performance.now();
    const result = await this.#http.send({
      url: url + path,
      method,
      headers: { authorization: `Development ${intent.did}`, 'x-correlation-id': id },
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
          .map(({ notificationId, createdAt, cursor }) => ({ seen: { notificationId, createdAt }, cursor }));
      }
      await delay(LOOK_EVERY_MS);
    }
  }
}

function outcomeOf(result: HttpResult): Outcome {
  if (!result.answered) return result.reached ? 'unknown' : 'refused';
  if (result.status >= 200 && result.status < 300) return 'acknowledged';
  // An error of the server's says nothing of what it had done by then.
  return result.status >= 500 ? 'unknown' : 'refused';
}

function codeOf(result: HttpResult): string | undefined {
  if (!result.answered) return result.code;
  if (result.status < 300) return undefined;
  return (result.body as { code?: string } | undefined)?.code ?? String(result.status);
}

function answeredIdOf(result: HttpResult): string | undefined {
  if (!result.answered || result.status >= 300) return undefined;
  const body = result.body as { id?: string; followId?: string } | undefined;
  return body?.id ?? body?.followId;
}

/** Not reached, lost a race, or unknown and idempotent. What was refused for a reason stays refused. */
function mayRepeat({ outcome, status, intent }: Attempt): boolean {
  if (outcome === 'unknown') return isIdempotent(intent);
  return status === undefined || status === 409 || status === 429;
}

/** Gone is what a removal wanted, where an earlier try of it may have been the one. */
function isDone({ intent, code }: Attempt, tried: number): boolean {
  return intent.kind === 'remove' && code === 'card-not-found' && tried > 0;
}
