import {
  formatDidKey,
  multibaseToBytes,
  P256_JWT_ALG,
  parseDidKey,
  SECP256K1_JWT_ALG,
} from '@atproto/crypto';
import type { DidDocument } from '@atproto/did';

/**
 * The key that an account signs with (`#atproto`), as a did:key.
 *
 * @returns undefined where the document has none, or one of a kind that is not known here.
 */
export function signingKeyOf(document: DidDocument): string | undefined {
  for (const method of document.verificationMethod ?? []) {
    if (typeof method === 'string' || !('publicKeyMultibase' in method)) continue;
    if (method.id !== '#atproto' && method.id !== `${document.id}#atproto`) continue;
    return didKeyOf(method.type, String(method.publicKeyMultibase));
  }
  return undefined;
}

function didKeyOf(type: string, multibase: string): string | undefined {
  try {
    switch (type) {
      case 'Multikey':
        // Throws on keys of other curves.
        parseDidKey(`did:key:${multibase}`);
        return `did:key:${multibase}`;
      case 'EcdsaSecp256k1VerificationKey2019':
        return formatDidKey(SECP256K1_JWT_ALG, multibaseToBytes(multibase));
      case 'EcdsaSecp256r1VerificationKey2019':
        return formatDidKey(P256_JWT_ALG, multibaseToBytes(multibase));
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
