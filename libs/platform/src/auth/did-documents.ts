import { LRUCache } from 'lru-cache';
import type { DidResolver, Resolution } from './did-resolver.js';

/** How long an answer is taken as it is, milliseconds; of what can not be read it is asked again soon. */
const FRESH_MS: Readonly<Record<Resolution['status'], number>> = {
  found: 5 * 60_000,
  unknown: 60_000,
  deactivated: 60_000,
  unavailable: 5_000,
};
/** An older answer is never used, not even while the next is on its way. */
const USABLE_MS = 60 * 60_000;
/** Who sends bad signatures makes us read a document no more often. */
const REFRESH_INTERVAL_MS = 30_000;
const MAX_DIDS = 10_000;
/** Documents that are read at once: callers choose whose, and each costs a connection. */
const MAX_READS = 64;

interface Answer {
  resolution: Resolution;
  readAt: number;
}

/**
 * DID documents, in memory. What was known is used while it is read anew in the background; who asks for the same at
 * once waits for one and the same reading.
 */
export class DidDocuments {
  private readonly answers: LRUCache<string, Answer>;
  private reads = 0;

  /** @param now Milliseconds, of any clock that only goes forward. */
  constructor(
    private readonly resolver: Pick<DidResolver, 'resolve'>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.answers = new LRUCache<string, Answer>({
      max: MAX_DIDS,
      ttl: FRESH_MS.found,
      ttlResolution: 0,
      perf: { now },
      allowStale: true,
      fetchMethod: async (did, last, { options }) => {
        const answer = await this.read(did, last);
        options.ttl = FRESH_MS[answer.resolution.status];
        // The host is silent: it is asked again soon, and what it said last counts until then.
        if (answer === last) options.ttl = FRESH_MS.unavailable;
        return answer;
      },
    });
  }

  async get(did: string): Promise<Resolution> {
    const answer = await this.answers.fetch(did);
    if (answer !== undefined && this.now() - answer.readAt <= USABLE_MS) return answer.resolution;
    return this.readAnew(did);
  }

  /** For a key that may have been changed: reads the document now, unless that was done a moment ago. */
  async refreshed(did: string): Promise<Resolution> {
    const last = this.answers.peek(did, { allowStale: true });
    if (last !== undefined && this.now() - last.readAt < REFRESH_INTERVAL_MS) return last.resolution;
    return this.readAnew(did);
  }

  private async readAnew(did: string): Promise<Resolution> {
    const answer = await this.answers.fetch(did, { forceRefresh: true, allowStale: false });
    return answer?.resolution ?? { status: 'unavailable' };
  }

  private async read(did: string, last: Answer | undefined): Promise<Answer> {
    const resolution = await this.resolve(did);
    const isSilent = resolution.status === 'unavailable';
    const isUsable = last?.resolution.status === 'found' && this.now() - last.readAt <= USABLE_MS;
    return isSilent && isUsable ? last : { resolution, readAt: this.now() };
  }

  private async resolve(did: string): Promise<Resolution> {
    if (this.reads >= MAX_READS) return { status: 'unavailable' };
    this.reads += 1;
    try {
      return await this.resolver.resolve(did);
    } finally {
      this.reads -= 1;
    }
  }
}
