/** The nkeys of a development or test system: made once, kept in a file that only its owner can read. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { nkeys } from 'nats';
import { NATS_IDENTITIES } from './topology.mjs';

/** @typedef {Record<string, { seed: string, publicKey: string }>} Identities By name: `operator`, `cards`, … */

/** @returns {Identities} */
export function makeIdentities() {
  return Object.fromEntries(NATS_IDENTITIES.map((name) => [name, makeIdentity()]));
}

/**
 * Adds what is missing, so that a service that is new in the topology gets its key.
 * @param {string} file
 * @returns {Identities}
 */
export function keepIdentities(file) {
  /** @type {Identities} */
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const all = { ...makeIdentities(), ...known };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  return all;
}

/**
 * @param {Identities} identities
 * @param {string} name
 */
export function identityOf(identities, name) {
  const identity = identities[name];
  if (!identity) throw new Error(`There is no identity "${name}" in infra/nats/topology.mjs`);
  return identity;
}

function makeIdentity() {
  const pair = nkeys.createUser();
  return { seed: new TextDecoder().decode(pair.getSeed()), publicKey: pair.getPublicKey() };
}
