import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Passwords by name, each made once, in a file that only its owner can read.
 * @param {string} file
 * @param {readonly string[]} names
 * @returns {Record<string, string>}
 */
export function keepPasswords(file, names) {
  /** @type {Record<string, string>} */
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const all = Object.fromEntries(
    names.map((name) => [name, known[name] ?? randomBytes(18).toString('base64url')]),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  return all;
}
