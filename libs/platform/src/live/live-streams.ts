import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChangeLog, ChangePage, NumberedChange } from '#eventing';
import { ProblemError } from '../problem.js';
import { Admission } from './admission.js';
import { ChangeTail } from './change-tail.js';
import { EventStream } from './event-stream.js';
import { eventsOf, type LiveSource, type LiveTopic } from './live-source.js';
import { Subscriber } from './subscriber.js';

const DEFAULTS = {
  /** Of one person, on one replica. */
  perPerson: 8,
  perReplica: 1_000,
  heartbeatMs: 15_000,
  /** How soon a client should connect again; spread, so that those of a replica that ends do not come all at once. */
  retryMs: [1_000, 3_000],
  maxUnreadBytes: 256 * 1024,
  /** Events that may come while a stream catches up. */
  maxHeld: 1_000,
  pollMs: 100,
  pageSize: 500,
  /** For which a stream can be resumed. */
  retentionMs: 900_000,
  forgetEveryMs: 30_000,
} as const;

export type LiveOptions = { [Name in keyof typeof DEFAULTS]: Widened<(typeof DEFAULTS)[Name]> };
type Widened<T> = T extends number ? number : readonly [number, number];

/** Topics whose events are made at once: more would take the connections of requests. */
const TOPICS_AT_ONCE = 4;
/** How long the ends of streams may take when the service stops. */
const ENDING_MS = 1_000;

/**
 * The server-sent events of a service. Each stream goes on behind the `Last-Event-ID` that its client has, on
 * whichever replica, in the order of the commits.
 */
export class LiveStreams<Topic extends LiveTopic>
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  readonly #log: ChangeLog;
  readonly #source: LiveSource<Topic>;
  readonly #options: LiveOptions;
  readonly #admission: Admission;
  readonly #tail: ChangeTail;
  readonly #subscribers = new Set<Subscriber<Topic>>();
  readonly #logger = new Logger('LiveStreams');
  #places = 0;
  #isStopping = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(log: ChangeLog, source: LiveSource<Topic>, options: Partial<LiveOptions> = {}) {
    this.#log = log;
    this.#source = source;
    this.#options = { ...DEFAULTS, ...options };
    this.#admission = new Admission(this.#options);
    this.#tail = new ChangeTail(
      log,
      {
        onPage: (page) => this.#onPage(page),
        onGap: () => {
          this.#onGap();
        },
      },
      this.#options,
    );
  }

  onApplicationBootstrap(): void {
    const { heartbeatMs, forgetEveryMs } = this.#options;
    this.#timers = [
      setInterval(() => {
        for (const subscriber of this.#subscribers) subscriber.beat();
      }, heartbeatMs),
      setInterval(() => void this.#forget(), forgetEveryMs),
    ];
  }

  /** Ends all streams, so that nothing waits for their clients: they go on with another replica. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    const streams = [...this.#subscribers].map(({ stream }) => stream);
    const closed = streams.map(
      (stream) =>
        new Promise<void>((resolve) => {
          stream.onClose(resolve);
        }),
    );
    for (const stream of streams) stream.end();
    await Promise.race([Promise.all(closed), delay(ENDING_MS, undefined, { ref: false })]);
    for (const stream of streams) stream.cut();
    await this.#tail.stop();
  }

  /**
   * Answers with a stream of a topic, which lasts until the client goes away or the service stops.
   *
   * @param person undefined for one who has not said who they are
   * @throws ProblemError 429 `too-many-streams`; 503 `too-many-streams-here`, `stopping`
   */
  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    topic: Topic,
    person: string | undefined,
  ): Promise<void> {
    if (this.#isStopping) throw stopping();
    if (request.method === 'HEAD') {
      await reply.header('content-type', 'text/event-stream; charset=utf-8').send('');
      return;
    }
    const leave = this.#enter(person);
    try {
      await this.#tail.start();
      const lastId = lastEventIdOf(request);
      const isKnown = lastId !== undefined && (await this.#log.read(lastId, 1)) !== undefined;
      const now = this.#tail.position;
      // The replica that the client comes from may have been ahead of this one.
      const until = isKnown ? Math.max(lastId, now) : now;
      const subscriber = this.#subscribe(reply, topic, until, leave);
      reply.hijack();
      subscriber.stream.open(isKnown ? lastId : until, reply.getHeaders());
      if (isKnown) await this.#catchUp(subscriber, lastId, until);
      else if (lastId !== undefined) subscriber.stream.tell(resetAt(until));
      for (const event of await this.#source.opening(topic, until)) subscriber.stream.tell(event);
      subscriber.isUpToDate();
    } catch (error) {
      if (!reply.raw.headersSent) {
        leave();
        throw error;
      }
      // The client connects again, and goes on behind the last event that it was told.
      this.#logger.warn({ err: error }, 'a stream could not be told what it missed');
      reply.raw.destroy();
    }
  }

  #enter(person: string | undefined): () => void {
    const leave = this.#admission.admit(person);
    this.#places += 1;
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      leave();
      this.#places -= 1;
      if (this.#places === 0) void this.#tail.stop();
    };
  }

  /** From now on it is told, or holds back, what pages have that are read behind the tail's position. */
  #subscribe(reply: FastifyReply, topic: Topic, position: number, leave: () => void): Subscriber<Topic> {
    const { maxUnreadBytes, maxHeld, retryMs } = this.#options;
    const [soonest, latest] = retryMs;
    const retry = Math.round(soonest + Math.random() * (latest - soonest));
    const stream = new EventStream(reply.raw, { maxUnreadBytes, retryMs: retry });
    const subscriber = new Subscriber(topic, stream, position, maxHeld);
    this.#subscribers.add(subscriber);
    stream.onClose(() => {
      this.#subscribers.delete(subscriber);
      leave();
    });
    return subscriber;
  }

  /** Tells what came between the client's last event and the pages that the tail will have. */
  async #catchUp({ stream, topic }: Subscriber<Topic>, lastId: number, until: number): Promise<void> {
    for (let after = lastId; after < until && !stream.isOver;) {
      const page = await this.#log.read(after, this.#options.pageSize);
      if (page === undefined) {
        stream.tell(resetAt(until));
        return;
      }
      const changes = page.changes.filter(({ position }) => position <= until);
      if (changes.length === 0) return;
      const routed = await this.#source.route(changes, [topic]);
      for (const event of await eventsOf(this.#source, topic, routed.get(topic) ?? [])) stream.tell(event);
      await stream.drained();
      after = page.upTo;
    }
  }

  async #onPage({ changes, upTo }: ChangePage): Promise<void> {
    const subscribers = [...this.#subscribers];
    const byKey = Map.groupBy(subscribers, ({ topic }) => topic.key);
    const topics = [...byKey.values()].flatMap(([first]) => (first === undefined ? [] : [first.topic]));
    const told = async (topic: Topic, concerning: readonly NumberedChange[]): Promise<void> => {
      const listeners = byKey.get(topic.key) ?? [];
      try {
        const events = await eventsOf(this.#source, topic, concerning);
        for (const listener of listeners) listener.take(events);
      } catch (error) {
        this.#cut(listeners, error);
      }
    };
    try {
      const routed = (await this.#source.route(changes, topics)).entries();
      const worker = async (): Promise<void> => {
        for (const [topic, concerning] of routed) await told(topic, concerning);
      };
      await Promise.all(Array.from({ length: TOPICS_AT_ONCE }, worker));
      for (const subscriber of subscribers) subscriber.advance(upTo);
    } catch (error) {
      this.#cut(subscribers, error);
    }
  }

  /** They have missed something: their clients come again and go on where they were. */
  #cut(subscribers: readonly Subscriber<Topic>[], error: unknown): void {
    this.#logger.warn({ err: error, streams: subscribers.length }, 'streams could not be told of changes');
    for (const { stream } of subscribers) stream.cut();
  }

  #onGap(): void {
    for (const subscriber of this.#subscribers) subscriber.take([resetAt(this.#tail.position)]);
  }

  async #forget(): Promise<void> {
    try {
      await this.#log.number();
      await this.#log.forget(this.#options.retentionMs);
    } catch (error) {
      this.#logger.warn({ err: error }, 'old changes can not be forgotten; it is tried again');
    }
  }
}

/** A place that no log has, for what is no id of ours. */
const NOWHERE = -1;

function lastEventIdOf({ headers }: FastifyRequest): number | undefined {
  const id = headers['last-event-id'];
  if (id === undefined || id === '') return undefined;
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : NOWHERE;
}

/** What was missed is not known any more: the client reads the page again. */
function resetAt(position: number) {
  return { event: 'reset', data: {}, position };
}

function stopping(): ProblemError {
  return new ProblemError({
    status: 503,
    code: 'stopping',
    title: 'This replica is stopping',
    detail: 'Connect again: another replica goes on where you were.',
    headers: { 'retry-after': '1' },
  });
}
