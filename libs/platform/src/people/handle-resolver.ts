import { isValidDid, isValidHandle, isValidTld } from '@atproto/syntax';
import { FetchError } from '../safe-fetch/fetch-error.js';
import type { SafeFetch } from '../safe-fetch/safe-fetch.js';
import type { LookedUp } from './looked-up.js';

/** The TXT records of a name, each in its parts, as `node:dns` has them. Rejects with its codes. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

const REQUEST = { accept: ['text/plain'], maxBytes: 2_048, whenLarger: 'refuse', timeoutMs: 3_000 } as const;
const DID_RECORD = 'did=';
/** The name servers' word that there is nothing; any other failure is theirs. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

/** Asks a handle's own domain whose handle it is: one half of what makes a handle somebody's. */
export class HandleResolver {
  /** @param urlOf Where a handle's domain says it over HTTPS, unless another place is given. */
  constructor(
    private readonly safeFetch: SafeFetch,
    private readonly resolveTxt: ResolveTxt,
    private readonly urlOf: (handle: string) => string = wellKnownUrlOf,
  ) {}

  /**
   * Never rejects because of what the other side does.
   *
   * @param handle In lower case.
   * @returns The DID that the domain names.
   */
  async didOf(handle: string): Promise<LookedUp> {
    if (!isValidHandle(handle) || !isValidTld(handle)) return { status: 'unknown' };
    const byDns = await this.byDns(handle);
    if (byDns?.status === 'found' || byDns?.status === 'unknown') return byDns;
    const byWeb = await this.byWeb(handle);
    return byWeb.status === 'found' ? byWeb : (byDns ?? byWeb);
  }

  /** @returns undefined where DNS says nothing of it, and the web may. */
  private async byDns(handle: string): Promise<LookedUp | undefined> {
    let records: string[][];
    try {
      records = await this.resolveTxt(`_atproto.${handle}`);
    } catch (error) {
      return NOTHING_THERE.has(codeOf(error)) ? undefined : { status: 'unavailable' };
    }
    const texts = records.map((parts) => parts.join('')).filter((text) => text.startsWith(DID_RECORD));
    const dids = new Set(texts.map((text) => text.slice(DID_RECORD.length)));
    if (dids.size === 0) return undefined;
    // A domain that names two names nobody.
    const [did] = dids.size === 1 ? dids : [];
    return didFound(did);
  }

  private async byWeb(handle: string): Promise<LookedUp> {
    try {
      const { body } = await this.safeFetch.get(this.urlOf(handle), REQUEST);
      return didFound(body.toString().trim());
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      // That name servers do not answer was seen before; so there is no such host.
      const isSaid = error.isPermanent || error.code === 'unreachable-host';
      return { status: isSaid ? 'unknown' : 'unavailable' };
    }
  }
}

function wellKnownUrlOf(handle: string): string {
  return `https://${handle}/.well-known/atproto-did`;
}

function didFound(did: string | undefined): LookedUp {
  return isValidDid(did) ? { status: 'found', value: did } : { status: 'unknown' };
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
