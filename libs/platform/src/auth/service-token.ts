import { tokenRefused } from './token-refusal.js';

/** What a service-auth token says, before anything of it is believed. Times are seconds since the epoch. */
export interface ServiceToken {
  algorithm: SignatureAlgorithm;
  /** A DID, with the fragment of one of its services or without. */
  issuer: string;
  audience: string;
  expiresAt: number;
  issuedAt: number | undefined;
  notBefore: number | undefined;
  lexiconMethod: string | undefined;
  id: string | undefined;
  signed: Uint8Array;
  signature: Uint8Array;
}

const ALGORITHMS = ['ES256K', 'ES256'] as const;
export type SignatureAlgorithm = (typeof ALGORITHMS)[number];

/** Characters. Service-auth tokens have some 400. */
const MAX_LENGTH = 4_096;
const COMPACT_JWS = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;
const MAX_ID_LENGTH = 256;

/** @throws ProblemError with `token-malformed` or `token-algorithm-refused`. */
export function parseServiceToken(token: string): ServiceToken {
  if (token.length > MAX_LENGTH) throw malformed(`has more than ${String(MAX_LENGTH)} characters`);
  const [, header, payload, signature] = COMPACT_JWS.exec(token) ?? [];
  if (header === undefined || payload === undefined || signature === undefined) {
    throw malformed('is not three parts of base64url');
  }
  const claims = objectOf(payload, 'payload');
  return {
    algorithm: algorithmOf(objectOf(header, 'header')),
    issuer: required(stringOf(claims, 'iss', 2_048), 'iss'),
    audience: required(stringOf(claims, 'aud', 2_048), 'aud'),
    expiresAt: required(timeOf(claims, 'exp'), 'exp'),
    issuedAt: timeOf(claims, 'iat'),
    notBefore: timeOf(claims, 'nbf'),
    lexiconMethod: stringOf(claims, 'lxm', 512),
    id: stringOf(claims, 'jti', MAX_ID_LENGTH),
    signed: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** The key decides what a signature is; the header must agree, and never chooses something weaker. */
function algorithmOf(header: Record<string, unknown>): SignatureAlgorithm {
  if (header['crit'] !== undefined) throw malformed('asks for extensions that are not known here');
  // Access and refresh tokens of a PDS are JWTs too, and are nobody's business here.
  const type = header['typ'];
  if (type !== undefined && type !== 'JWT') throw malformed('is of another type than "JWT"');
  const algorithm = ALGORITHMS.find((known) => known === header['alg']);
  if (algorithm !== undefined) return algorithm;
  throw tokenRefused('token-algorithm-refused', `"alg" must be ${ALGORITHMS.join(' or ')}.`);
}

function objectOf(part: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    throw malformed(`has a ${name} that is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(`has a ${name} that is not an object`);
  }
  return { ...value };
}

function stringOf(claims: Record<string, unknown>, name: string, maxLength: number): string | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= maxLength) return value;
  throw malformed(`has a "${name}" that is not a string of 1 to ${String(maxLength)} characters`);
}

function timeOf(claims: Record<string, unknown>, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(Math.floor(value)) && value >= 0) return value;
  throw malformed(`has an "${name}" that is not in seconds since 1970`);
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw malformed(`has no "${name}"`);
  return value;
}

function malformed(what: string): Error {
  return tokenRefused('token-malformed', `The token ${what}.`);
}
