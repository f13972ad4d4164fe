import type { DidDocument } from '@atproto/did';
import { normalizeHandle } from '@atproto/syntax';
import type { DidDocuments } from '../auth/did-documents.js';
import type { HandleResolver } from './handle-resolver.js';
import type { LookedUp } from './looked-up.js';
import type { ProfileReader } from './profile-reader.js';

export interface LookedUpPerson {
  handle: LookedUp;
  displayName: LookedUp;
}

/** Finds out how people are called. A handle is somebody's where their document and its domain both say so. */
export class PersonLookup {
  constructor(
    private readonly documents: Pick<DidDocuments, 'get'>,
    private readonly handles: Pick<HandleResolver, 'didOf'>,
    private readonly profiles: Pick<ProfileReader, 'displayNameOf'>,
  ) {}

  async lookUp(did: string): Promise<LookedUpPerson> {
    const resolution = await this.documents.get(did);
    if (resolution.status !== 'found') {
      const nothing = { status: resolution.status === 'unavailable' ? 'unavailable' : 'unknown' } as const;
      return { handle: nothing, displayName: nothing };
    }
    const { document } = resolution;
    const [handle, displayName] = await Promise.all([
      this.handleOf(did, document),
      this.profiles.displayNameOf(document),
    ]);
    return { handle, displayName };
  }

  /** @param handle In lower case. */
  async didOf(handle: string): Promise<LookedUp> {
    const named = await this.handles.didOf(handle);
    if (named.status !== 'found') return named;
    const resolution = await this.documents.get(named.value);
    if (resolution.status === 'unavailable') return { status: 'unavailable' };
    const isBoth = resolution.status === 'found' && handleIn(resolution.document) === handle;
    return isBoth ? named : { status: 'unknown' };
  }

  private async handleOf(did: string, document: DidDocument): Promise<LookedUp> {
    const handle = handleIn(document);
    if (handle === undefined) return { status: 'unknown' };
    const named = await this.handles.didOf(handle);
    if (named.status !== 'found') return named;
    return named.value === did ? { status: 'found', value: handle } : { status: 'unknown' };
  }
}

/** The first counts, and no other: so the protocol has it. */
function handleIn({ alsoKnownAs = [] }: DidDocument): string | undefined {
  const name = alsoKnownAs.find((uri) => uri.startsWith('at://'));
  return name === undefined ? undefined : normalizeHandle(name.slice('at://'.length));
}
