import { type DidDocument, isAtprotoDid, isAtprotoPersonalDataServerService } from '@atproto/did';
import { FetchError } from '../safe-fetch/fetch-error.js';
import type { SafeFetch } from '../safe-fetch/safe-fetch.js';
import type { LookedUp } from './looked-up.js';

const REQUEST = {
  accept: ['application/json'],
  maxBytes: 64 * 1024,
  whenLarger: 'refuse',
  timeoutMs: 3_000,
} as const;
/** As the lexicon of profiles has it. */
const MAX_BYTES = 640;
const MAX_GRAPHEMES = 64;
/** Controls, and marks that turn the text around a name about. */
const UNSHOWN = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

/** Reads how people call themselves, in the profile on their own server. */
export class ProfileReader {
  constructor(private readonly safeFetch: SafeFetch) {}

  /** Never rejects because of what the other side does. */
  async displayNameOf(document: DidDocument): Promise<LookedUp> {
    const url = profileUrlOf(document);
    if (url === undefined) return { status: 'unknown' };
    try {
      const { body } = await this.safeFetch.get(url, REQUEST);
      return displayNameIn(body.toString());
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      return { status: error.isPermanent ? 'unknown' : 'unavailable' };
    }
  }
}

function profileUrlOf(document: DidDocument): string | undefined {
  const { id, service: services = [] } = document;
  if (!isAtprotoDid(id)) return undefined;
  const servers = services.filter((service) => isAtprotoPersonalDataServerService.call({ id }, service));
  const server = servers[0]?.serviceEndpoint;
  if (typeof server !== 'string') return undefined;
  const url = new URL('/xrpc/com.atproto.repo.getRecord', server);
  url.search = new URLSearchParams({
    repo: id,
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
  }).toString();
  return url.href;
}

function displayNameIn(body: string): LookedUp {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return { status: 'unknown' };
  }
  const name = memberOf(memberOf(answer, 'value'), 'displayName');
  const shown = typeof name === 'string' ? name.toWellFormed().replace(UNSHOWN, '').trim() : '';
  if (shown === '' || Buffer.byteLength(shown) > MAX_BYTES) return { status: 'unknown' };
  const graphemes = [...new Intl.Segmenter().segment(shown)].length;
  return graphemes > MAX_GRAPHEMES ? { status: 'unknown' } : { status: 'found', value: shown };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
