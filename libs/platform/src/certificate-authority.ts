import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A whole certificate, as PEM has it. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu;

/**
 * The certificates of an authority of one's own, PEM: what `key` says, or the file that `<key>_FILE` names.
 *
 * @param problems What is wrong is added here.
 * @returns nothing where neither is set: then the authorities count that Node knows.
 */
export function readAuthority(key: string, env: NodeJS.ProcessEnv, problems: string[]): string | undefined {
  const file = env[`${key}_FILE`] ?? '';
  const inline = env[key] ?? '';
  if (file === '' && inline === '') return undefined;
  if (file !== '' && inline !== '') {
    problems.push(`${key} and ${key}_FILE are both set: say it once`);
    return undefined;
  }
  const name = file === '' ? key : `${key}_FILE`;
  try {
    return checked(file === '' ? inline : readFileSync(file, 'utf8'));
  } catch (error) {
    problems.push(
      `${name} must give certificates as PEM: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

/** @throws for what is no certificate, and for one whose time is over. */
function checked(pem: string): string {
  const found = pem.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw new Error('there is none in it');
  for (const certificate of found) {
    const { subject, validTo } = new X509Certificate(certificate);
    if (new Date(validTo) < new Date()) throw new Error(`that of ${subject} expired on ${validTo}`);
  }
  return pem;
}

/** For a client of PostgreSQL: encrypted, and the server checked, where there is an authority; else what its URL says. */
export function tlsOptions(ca: string | undefined): { ssl?: { ca: string; rejectUnauthorized: true } } {
  return ca === undefined ? {} : { ssl: { ca, rejectUnauthorized: true } };
}
