import { verifySignature } from '@atproto/crypto';
import { isValidDid } from '@atproto/syntax';
import { type Authentication, type Call, unauthenticated } from './authentication.js';
import type { DidDocuments } from './did-documents.js';
import type { Resolution } from './did-resolver.js';
import type { LexiconMethods } from './lexicon-methods.js';
import type { ServiceIdentity } from './service-identity.js';
import { parseServiceToken, type ServiceToken } from './service-token.js';
import { signingKeyOf } from './signing-key.js';
import { checkClaims, CLOCK_SKEW_S } from './token-claims.js';
import { issuerUnavailable, tokenRefused } from './token-refusal.js';
import type { UsedTokens } from './used-tokens.js';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * ATProto's service-auth: `Authorization: Bearer <JWT>`, signed by the key in the issuer's DID document for this
 * service and this very method. The rules: docs/authentication.md.
 */
export class ServiceAuthentication implements Authentication {
  readonly scheme = 'Bearer';
  readonly hint =
    'Send "Authorization: Bearer <service-auth token>" of your PDS (com.atproto.server.getServiceAuth).';

  constructor(
    private readonly service: ServiceIdentity,
    private readonly methods: LexiconMethods,
    private readonly documents: DidDocuments,
    private readonly usedTokens: UsedTokens,
  ) {}

  async identify(authorization: string, call: Call): Promise<string> {
    const token = parseServiceToken(bearerOf(authorization));
    const isWrite = !READS.has(call.method);
    checkClaims(token, {
      audiences: this.service.audiences,
      lexiconMethod: this.methods.of(call.method, call.route),
      isWrite,
      now: Date.now() / 1000,
    });
    const did = issuerOf(token);
    await this.checkSignature(did, token);
    // Last of all: only who holds the key can use a token up.
    if (isWrite && token.id !== undefined) {
      const isFirst = await this.usedTokens.use(did, token.id, token.expiresAt + CLOCK_SKEW_S);
      if (!isFirst)
        throw tokenRefused('token-replayed', 'The token was used before. Get another for each call.');
    }
    return did;
  }

  private async checkSignature(did: string, token: ServiceToken): Promise<void> {
    const key = keyIn(await this.documents.get(did));
    if (await isSignedBy(key, token)) return;
    // The key may have been changed since the document was read.
    const changed = keyIn(await this.documents.refreshed(did));
    if (changed !== key && (await isSignedBy(changed, token))) return;
    throw tokenRefused('token-signature-refused', "The token is not signed by its issuer's key.");
  }
}

function bearerOf(authorization: string): string {
  const [scheme, token, ...rest] = authorization.trim().split(/\s+/);
  if (scheme?.toLowerCase() === 'bearer' && token !== undefined && rest.length === 0) return token;
  throw unauthenticated('Only "Authorization: Bearer <service-auth token>" is understood here.', 'Bearer');
}

/** A service of an account speaks for the account: it holds the same key, and no other counts. */
function issuerOf({ issuer }: ServiceToken): string {
  const [did = '', ...fragments] = issuer.split('#');
  if (isValidDid(did) && fragments.length <= 1) return did;
  throw tokenRefused('issuer-refused', '"iss" must be a DID.');
}

function keyIn(resolution: Resolution): string {
  switch (resolution.status) {
    case 'found': {
      const key = signingKeyOf(resolution.document);
      if (key !== undefined) return key;
      throw tokenRefused(
        'issuer-without-key',
        "The issuer's DID document has no key #atproto that is known here.",
      );
    }
    case 'unknown':
      throw tokenRefused('issuer-unknown', "The issuer's DID has no document that can be read.");
    case 'deactivated':
      throw tokenRefused('issuer-deactivated', "The issuer's DID was deactivated.");
    case 'unavailable':
      throw issuerUnavailable();
  }
}

async function isSignedBy(key: string, { signed, signature, algorithm }: ServiceToken): Promise<boolean> {
  try {
    // Signatures that can be rewritten are taken: ids are what is counted, not signatures.
    return await verifySignature(key, signed, signature, { jwtAlg: algorithm, allowMalleableSig: true });
  } catch {
    // Of another length, or another algorithm than the key's.
    return false;
  }
}
