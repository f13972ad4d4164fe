import { setTimeout as delay } from 'node:timers/promises';
import { HttpClient } from '../../bench/load/http.ts';
import type { Replica } from './system/replica.ts';

/** What the services counted, over all their lives. What a process counted in its last two seconds may be missing. */
export interface Totals {
  published: number;
  deliveries: number;
  duplicates: number;
  /** Events that came before their predecessor. */
  inversions: number;
  /** Ranges that a consumer asked for again. */
  healRequests: number;
  /** Events that had waited for a predecessor and were handled after all. */
  gapsHealed: number;
}

const SCRAPE_EVERY_MS = 2_000;
const WANTED: readonly (readonly [keyof Totals, RegExp])[] = [
  ['published', /^messaging_client_sent_messages_total\b/],
  ['deliveries', /^messaging_client_consumed_messages_total\b/],
  ['duplicates', /^commonplace_events_duplicates_total\b/],
  ['inversions', /^commonplace_events_inversions_total\b/],
  ['healRequests', /^commonplace_gap_heal_requests_total\b/],
  ['gapsHealed', /^commonplace_gaps_healed_total\b/],
];

/** Asks every replica for its metrics again and again: a process that is killed takes its counters along. */
export class MetricsWatch {
  readonly #replicas: readonly Replica[];
  readonly #lives = new Map<string, Totals>();
  readonly #http = new HttpClient();
  readonly #loop: Promise<void>;
  #running = true;

  constructor(replicas: readonly Replica[]) {
    this.#replicas = replicas;
    this.#loop = this.#run();
  }

  async stop(): Promise<Totals> {
    this.#running = false;
    await this.#loop;
    await this.#scrape();
    this.#http.close();
    const totals = nothing();
    for (const life of this.#lives.values()) {
      for (const [name] of WANTED) totals[name] += life[name];
    }
    return totals;
  }

  async #run(): Promise<void> {
    while (this.#running) {
      await this.#scrape();
      await delay(SCRAPE_EVERY_MS);
    }
  }

  async #scrape(): Promise<void> {
    await Promise.all(
      this.#replicas.map(async ({ name, pid, url }) => {
        const result = await this.#http.send({
          url: `${url}/metrics`,
          method: 'GET',
          headers: {},
          timeoutMs: SCRAPE_EVERY_MS,
        });
        if (result.answered && typeof result.body === 'string') {
          this.#lives.set(`${name} ${String(pid)}`, totalsOf(result.body));
        }
      }),
    );
  }
}

function totalsOf(text: string): Totals {
  const totals = nothing();
  for (const line of text.split('\n')) {
    for (const [name, pattern] of WANTED) {
      if (pattern.test(line)) totals[name] += Number(line.split(' ').at(-1));
    }
  }
  return totals;
}

function nothing(): Totals {
  return { published: 0, deliveries: 0, duplicates: 0, inversions: 0, healRequests: 0, gapsHealed: 0 };
}
