import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { LookedUp } from './looked-up.js';
import type { LookedUpPerson, PersonLookup } from './person-lookup.js';

/** How somebody is called, as far as it is known. */
export interface Person {
  did: string;
  /** Verified both ways. */
  handle: string | undefined;
  /** As they call themselves: nobody checks that. */
  displayName: string | undefined;
}

const HOUR_MS = 60 * 60_000;
/** For which what is known is shown as it is; then it is looked up anew behind what is shown. */
const FRESH_MS = HOUR_MS;
/** After a server did not answer. */
const RETRY_MS = 5 * 60_000;
/** What nobody could confirm for so long is shown no more. */
const USABLE_MS = 24 * HOUR_MS;
const MAX_PEOPLE = 10_000;
/** Beyond these, whoever is shown next is wanted again. */
const MAX_WAITING = 1_000;
const LOOKUPS_AT_ONCE = 8;

/** How long it is believed whose a handle is, by what was said. */
const HANDLE_FRESH_MS: Readonly<Record<LookedUp['status'], number>> = {
  found: 5 * 60_000,
  unknown: 60_000,
  unavailable: 5_000,
};
const HANDLES_AT_ONCE = 16;

interface Known {
  person: Person;
  confirmedAt: number;
  dueAt: number;
}

/**
 * How people are called, in memory. Nobody who is shown somebody waits for a look-up: they see what is known, and what
 * is not is looked up behind. docs/people.md.
 */
export class People {
  private readonly known: LRUCache<string, Known>;
  private readonly dids: LRUCache<string, LookedUp>;
  private readonly waiting = new Set<string>();
  private readonly underWay = new Set<string>();
  private readonly logger = new Logger('People');
  private handlesUnderWay = 0;

  /** @param now Milliseconds, of any clock that only goes forward. */
  constructor(
    private readonly lookup: Pick<PersonLookup, 'lookUp' | 'didOf'>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.known = new LRUCache({ max: MAX_PEOPLE });
    this.dids = new LRUCache({
      max: MAX_PEOPLE,
      ttl: HANDLE_FRESH_MS.found,
      ttlResolution: 0,
      perf: { now },
      fetchMethod: async (handle, _last, { options }) => {
        const named = await this.askFor(handle);
        options.ttl = HANDLE_FRESH_MS[named.status];
        return named;
      },
    });
  }

  /** Those of whom anything is known. Takes note of those that are to be looked up. */
  among(dids: Iterable<string>): Person[] {
    return [...dids].flatMap((did) => {
      const person = this.find(did);
      return person?.handle === undefined && person?.displayName === undefined ? [] : [person];
    });
  }

  /** An answer with those whom it shows and of whom anything is known; as it is where there are none. */
  beside<Answer extends object>(answer: Answer, dids: Iterable<string>): Answer & { people?: Person[] } {
    const people = this.among(dids);
    return people.length === 0 ? answer : { ...answer, people };
  }

  /** What to call somebody in a text: their name, else their handle, else their DID. */
  nameOf(did: string): string {
    const person = this.find(did);
    return person?.displayName ?? person?.handle ?? did;
  }

  /**
   * Whose handle it is, both ways. Waits for the answer, unless it is known.
   *
   * @param handle In lower case.
   */
  async didOf(handle: string): Promise<LookedUp> {
    return (await this.dids.fetch(handle)) ?? { status: 'unavailable' };
  }

  private find(did: string): Person | undefined {
    const known = this.known.get(did);
    if (known === undefined || known.dueAt <= this.now()) this.want(did);
    return this.isUsable(known) ? known.person : undefined;
  }

  private isUsable(known: Known | undefined): known is Known {
    return known !== undefined && this.now() - known.confirmedAt <= USABLE_MS;
  }

  private want(did: string): void {
    if (this.underWay.has(did) || this.waiting.size >= MAX_WAITING) return;
    this.waiting.add(did);
    this.lookUpNext();
  }

  private lookUpNext(): void {
    const [did] = this.waiting;
    if (did === undefined || this.underWay.size >= LOOKUPS_AT_ONCE) return;
    this.waiting.delete(did);
    this.underWay.add(did);
    void this.lookUp(did).finally(() => {
      this.underWay.delete(did);
      this.lookUpNext();
    });
  }

  private async lookUp(did: string): Promise<void> {
    try {
      this.learn(did, await this.lookup.lookUp(did));
    } catch (error) {
      this.logger.error({ err: error, did }, 'somebody could not be looked up');
      this.learn(did, { handle: { status: 'unavailable' }, displayName: { status: 'unavailable' } });
    }
  }

  /** What a silent server said last counts until it speaks again. */
  private learn(did: string, { handle, displayName }: LookedUpPerson): void {
    const known = this.known.get(did);
    const last = this.isUsable(known) ? known : undefined;
    const isSilent = handle.status === 'unavailable' || displayName.status === 'unavailable';
    const now = this.now();
    this.known.set(did, {
      person: {
        did,
        handle: said(handle, last?.person.handle),
        displayName: said(displayName, last?.person.displayName),
      },
      confirmedAt: isSilent && last !== undefined ? last.confirmedAt : now,
      dueAt: now + (isSilent ? RETRY_MS : FRESH_MS),
    });
  }

  private async askFor(handle: string): Promise<LookedUp> {
    if (this.handlesUnderWay >= HANDLES_AT_ONCE) return { status: 'unavailable' };
    this.handlesUnderWay += 1;
    try {
      return await this.lookup.didOf(handle);
    } finally {
      this.handlesUnderWay -= 1;
    }
  }
}

function said(answer: LookedUp, last: string | undefined): string | undefined {
  switch (answer.status) {
    case 'found':
      return answer.value;
    case 'unknown':
      return undefined;
    case 'unavailable':
      return last;
  }
}
