import { bytesToMultibase, P256Keypair, Secp256k1Keypair } from '@atproto/crypto';
import type { DidDocument } from '@atproto/did';
import { signingKeyOf } from './signing-key.js';

const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';

function documentWith(...methods: object[]): DidDocument {
  return { id: DID, verificationMethod: methods } as unknown as DidDocument;
}

describe('the signing key of an account', () => {
  it('is the Multikey #atproto, by its absolute or relative id', async () => {
    const key = (await Secp256k1Keypair.create()).did();
    const multikey = { type: 'Multikey', controller: DID, publicKeyMultibase: key.slice('did:key:'.length) };
    expect(signingKeyOf(documentWith({ ...multikey, id: `${DID}#atproto` }))).toBe(key);
    expect(signingKeyOf(documentWith({ ...multikey, id: '#atproto' }))).toBe(key);
    expect(signingKeyOf(documentWith({ ...multikey, id: '#atproto_label' }))).toBeUndefined();
    expect(signingKeyOf(documentWith({ ...multikey, id: 'did:plc:other#atproto' }))).toBeUndefined();
  });

  it('may be written in the two older ways', async () => {
    const [k256, p256] = await Promise.all([Secp256k1Keypair.create(), P256Keypair.create()]);
    const written = (type: string, key: Secp256k1Keypair | P256Keypair): DidDocument => {
      const publicKeyMultibase = bytesToMultibase(key.publicKeyBytes(), 'base58btc');
      return documentWith({ id: '#atproto', type, controller: DID, publicKeyMultibase });
    };
    expect(signingKeyOf(written('EcdsaSecp256k1VerificationKey2019', k256))).toBe(k256.did());
    expect(signingKeyOf(written('EcdsaSecp256r1VerificationKey2019', p256))).toBe(p256.did());
  });

  it('is none where the document has another kind of key', () => {
    const ed25519 = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
    const multikey = { id: '#atproto', type: 'Multikey', controller: DID, publicKeyMultibase: ed25519 };
    expect(signingKeyOf(documentWith(multikey))).toBeUndefined();
    expect(signingKeyOf(documentWith({ ...multikey, type: 'JsonWebKey2020' }))).toBeUndefined();
    expect(signingKeyOf(documentWith())).toBeUndefined();
  });
});
