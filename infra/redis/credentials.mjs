/** The passwords of a development or test system's Redis users: made once, in a file that only its owner can read. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NAMELESS_RULES, OPERATOR, rulesOf, USERS } from './topology.mjs';

/** @typedef {Record<string, string>} Credentials Passwords by user: `operator`, `cards`, … */

/** @returns {Credentials} */
export function makeCredentials() {
  return Object.fromEntries(USERS.map((user) => [user, randomBytes(24).toString('hex')]));
}

/**
 * Adds what is missing, so that a service that is new in the topology gets its password.
 * @param {string} file
 * @returns {Credentials}
 */
export function keepCredentials(file) {
  /** @type {Credentials} */
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const all = { ...makeCredentials(), ...known };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  return all;
}

/**
 * From REDIS_OPERATOR_PASSWORD, REDIS_CARDS_PASSWORD and so on.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Credentials | undefined} nothing when one is missing
 */
export function credentialsFrom(env) {
  const found = USERS.flatMap((user) => {
    const password = env[`REDIS_${user.toUpperCase()}_PASSWORD`];
    return password ? [[user, password]] : [];
  });
  return found.length === USERS.length ? Object.fromEntries(found) : undefined;
}

/**
 * @param {Credentials} credentials
 * @param {string} user
 */
export function passwordOf(credentials, user) {
  const password = credentials[user];
  if (password === undefined) throw new Error(`There is no user "${user}" in infra/redis/topology.mjs`);
  return password;
}

/** The form in which a server keeps a password. @param {string} password */
export function hashed(password) {
  return `#${createHash('sha256').update(password).digest('hex')}`;
}

/**
 * What a new server's users file must hold: the operator, who provisions the rest, and nobody without a name.
 * @param {Credentials} credentials
 */
export function firstUsers(credentials) {
  const operator = ['user', OPERATOR, 'on', hashed(passwordOf(credentials, OPERATOR)), ...rulesOf(OPERATOR)];
  return `user default ${NAMELESS_RULES.join(' ')}\n${operator.join(' ')}\n`;
}
