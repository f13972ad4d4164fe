import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { isDatabaseAway } from '#eventing';
import { FetchError, READS_PAGES } from '#platform';
import { type ClaimedLookup, LookupLeaseLost, PageLookups } from '../infrastructure/page-lookups.js';
import { ReadPage } from './read-page.js';
import { TellCards } from './tell-cards.js';

/** How long a killed worker's page waits for its successor; longer than a page may take. */
const LEASE_MS = 30_000;
const POLL_MS = 1_000;
/** Pages that a replica reads at once. */
const AT_ONCE = 4;
/** Before the second attempt, the third, …; after the last the page is given up. */
const PAUSES_MS: readonly number[] = [60_000, 10 * 60_000, 60 * 60_000, 6 * 60 * 60_000];

/**
 * Reads the pages that are wanted, on every replica, each page on one of them. A page that can not be read is tried
 * again later and later, and given up in the end, or at once where trying again is useless; its cards stay as they are.
 */
@Injectable()
export class MetadataWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #readsPages: boolean;
  readonly #lookups: PageLookups;
  readonly #readPage: ReadPage;
  readonly #tellCards: TellCards;
  readonly #logger = new Logger('MetadataWorker');
  readonly #owner = uuidv7();
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    @Inject(READS_PAGES) readsPages: boolean,
    lookups: PageLookups,
    readPage: ReadPage,
    tellCards: TellCards,
  ) {
    this.#readsPages = readsPages;
    this.#lookups = lookups;
    this.#readPage = readPage;
    this.#tellCards = tellCards;
  }

  onApplicationBootstrap(): void {
    if (this.#readsPages) this.#loop = this.#run();
  }

  /** Calls off what is being fetched; another replica, or this one's next start, reads it. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const lookup = await this.#lookups.claim(this.#owner, LEASE_MS).catch((error: unknown) => {
        this.#logger.warn({ err: error }, 'pages can not be taken up');
        return undefined;
      });
      if (lookup === undefined) {
        await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
        continue;
      }
      const work = this.#carryOut(lookup).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
      if (this.#underWay.size >= AT_ONCE) await Promise.race(this.#underWay);
    }
  }

  /** Never rejects: what can not even be noted down is taken up again when the lease ends. */
  async #carryOut(lookup: ClaimedLookup): Promise<void> {
    const { url, cause } = lookup;
    const owner = this.#owner;
    try {
      const metadata = lookup.metadata ?? (await this.#readPage.execute(url, this.#stopping.signal));
      if (metadata === undefined) await this.#lookups.fail(url, owner, 'no-title');
      else await this.#tellCards.execute({ url, metadata, cause, owner, leaseMs: LEASE_MS });
    } catch (error) {
      await this.#failed(lookup, error).catch((unnoted: unknown) => {
        this.#logger.warn({ err: unnoted, url }, 'a page waits for the end of its lease');
      });
    }
  }

  async #failed({ url, attempts }: ClaimedLookup, error: unknown): Promise<void> {
    const owner = this.#owner;
    if (error instanceof LookupLeaseLost) {
      this.#logger.warn({ url }, error.message);
      return;
    }
    if (this.#stopping.signal.aborted || isDatabaseAway(error)) {
      await this.#lookups.postpone(url, owner);
      return;
    }
    if (!(error instanceof FetchError)) this.#logger.error({ err: error, url, attempts }, 'a page stopped');
    const reason = error instanceof FetchError ? error.code : 'unexpected';
    const pause = error instanceof FetchError && error.isPermanent ? undefined : PAUSES_MS[attempts - 1];
    if (pause === undefined) await this.#lookups.fail(url, owner, reason);
    else await this.#lookups.retry(url, owner, reason, pause);
  }
}
