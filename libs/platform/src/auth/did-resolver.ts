import { type DidDocument, didDocumentValidator, didWebToUrl, isAtprotoDidWeb, isDidPlc } from '@atproto/did';
import { FetchError } from '../safe-fetch/fetch-error.js';
import type { SafeFetch } from '../safe-fetch/safe-fetch.js';
import type { AtprotoAuthConfig } from './auth-config.js';

/** What is known of a DID. */
export type Resolution =
  | { status: 'found'; document: DidDocument }
  /** There is none, or none that can be believed. */
  | { status: 'unknown' }
  /** There was one, and it was taken back. */
  | { status: 'deactivated' }
  /** It may be there: its host or the directory does not answer. */
  | { status: 'unavailable' };

const REQUEST = {
  accept: ['application/did+ld+json', 'application/did+json', 'application/ld+json', 'application/json'],
  maxBytes: 64 * 1024,
  whenLarger: 'refuse',
  timeoutMs: 3_000,
} as const;
/** What did:plc's directory says of a tombstone, and a host of what was there. */
const GONE = 410;

/** Reads DID documents where their method says that they are. */
export class DidResolver {
  constructor(
    private readonly safeFetch: SafeFetch,
    private readonly config: Pick<AtprotoAuthConfig, 'plcDirectoryUrl' | 'didMethods'>,
  ) {}

  /** Never rejects because of what the other side does. */
  async resolve(did: string): Promise<Resolution> {
    const { didMethods, plcDirectoryUrl } = this.config;
    if (didMethods.has('key') && did.startsWith('did:key:')) return documentOfKey(did);
    if (didMethods.has('plc') && isDidPlc(did)) {
      return this.read(did, `${plcDirectoryUrl.replace(/\/+$/u, '')}/${did}`);
    }
    if (didMethods.has('web') && isAtprotoDidWeb(did)) {
      return this.read(did, new URL('/.well-known/did.json', didWebToUrl(did)).href);
    }
    return { status: 'unknown' };
  }

  private async read(did: string, url: string): Promise<Resolution> {
    let body: Buffer;
    try {
      ({ body } = await this.safeFetch.get(url, REQUEST));
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      if (error.status === GONE) return { status: 'deactivated' };
      return { status: error.isPermanent ? 'unknown' : 'unavailable' };
    }
    return documentOf(did, body);
  }
}

function documentOf(did: string, body: Buffer): Resolution {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    return { status: 'unknown' };
  }
  const { success, data } = didDocumentValidator.safeParse(json);
  if (!success || data.id !== did) return { status: 'unknown' };
  return { status: 'found', document: data };
}

/** A did:key is its key: there is nothing to read. */
function documentOfKey(did: string): Resolution {
  const key = {
    id: `${did}#atproto`,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: did.slice('did:key:'.length),
  };
  return documentOf(did, Buffer.from(JSON.stringify({ id: did, verificationMethod: [key] })));
}
