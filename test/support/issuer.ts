import { P256Keypair, Secp256k1Keypair } from '@atproto/crypto';
import { randomUUID } from 'node:crypto';

type Keypair = P256Keypair | Secp256k1Keypair;

/** Claims and header fields in place of the good ones; undefined takes one out. */
export interface TokenChanges {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  /** Signs instead of the issuer's own key. */
  key?: Keypair;
}

/** Whom a token is for. */
export interface Target {
  audience: string;
  lexiconMethod: string;
}

/** An ATProto identity of a spec: it signs its own tokens, as a PDS does for its accounts. */
export class Issuer {
  private constructor(
    readonly did: string,
    readonly key: Keypair,
  ) {}

  static async k256(did: string): Promise<Issuer> {
    return new Issuer(did, await Secp256k1Keypair.create());
  }

  static async p256(did: string): Promise<Issuer> {
    return new Issuer(did, await P256Keypair.create());
  }

  /** The same account after it has changed its key. */
  async rotated(): Promise<Issuer> {
    return Issuer.k256(this.did);
  }

  /** As its host or directory shows it. */
  get document(): Record<string, unknown> {
    const key = {
      id: `${this.did}#atproto`,
      type: 'Multikey',
      controller: this.did,
      publicKeyMultibase: this.key.did().slice('did:key:'.length),
    };
    return { '@context': ['https://www.w3.org/ns/did/v1'], id: this.did, verificationMethod: [key] };
  }

  /** @returns The Authorization header. */
  async authorization(target: Target, changes: TokenChanges = {}): Promise<string> {
    return `Bearer ${await this.token(target, changes)}`;
  }

  async token({ audience, lexiconMethod }: Target, changes: TokenChanges = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const { key = this.key } = changes;
    const header = { typ: 'JWT', alg: this.key.jwtAlg, ...changes.header };
    const claims = {
      iss: this.did,
      aud: audience,
      lxm: lexiconMethod,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
      ...changes.claims,
    };
    const signed = `${encoded(header)}.${encoded(claims)}`;
    return `${signed}.${Buffer.from(await key.sign(Buffer.from(signed))).toString('base64url')}`;
  }
}

/** One part of a JWT. */
export function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
