/**
 * Certificates of a system's own authority: for servers that only its services reach, whose names no public authority
 * would vouch for.
 */
import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** @typedef {{ certificate: string, key: string }} Pair Both PEM; the key is PKCS #8. */

/** @typedef {{ notBefore: Date, notAfter: Date }} Validity */

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;
/** Clocks of those who check may be behind. */
const SKEW_MS = 60 * 60 * 1000;

/**
 * From an hour ago on.
 * @param {number} days
 * @returns {Validity}
 */
export function validFor(days) {
  const now = Date.now();
  return { notBefore: new Date(now - SKEW_MS), notAfter: new Date(now + days * DAY_MS) };
}

/**
 * An authority: what it signs is trusted by whoever is given its certificate.
 * @param {string} name
 * @param {Validity} validity
 * @returns {Promise<Pair>}
 */
export async function makeAuthority(name, validity) {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [name] }],
      keys,
      signingAlgorithm: ALGORITHM,
      ...validity,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

/**
 * Of a server, which is a client too where servers connect to each other.
 * @param {Pair} authority
 * @param {readonly [string, ...string[]]} hosts Names and addresses by which it is reached.
 * @param {Validity} validity
 * @returns {Promise<Pair>}
 */
export async function issueCertificate(authority, hosts, validity) {
  const keys = await makeKeys();
  const signer = new X509Certificate(authority.certificate);
  const certificate = await X509CertificateGenerator.create(
    {
      subject: [{ CN: [hosts[0]] }],
      issuer: signer.subject,
      publicKey: keys.publicKey,
      signingKey: await importKey(authority.key),
      signingAlgorithm: ALGORITHM,
      ...validity,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension(hosts.map(asName)),
        await AuthorityKeyIdentifierExtension.create(signer, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

/**
 * @param {string} host
 * @returns {{ type: 'ip' | 'dns', value: string }}
 */
function asName(host) {
  return { type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host };
}

async function makeKeys() {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** @param {import('node:crypto').webcrypto.CryptoKey} key */
async function pemOf(key) {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** @param {string} pem */
async function importKey(pem) {
  return webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), ALGORITHM, true, ['sign']);
}
