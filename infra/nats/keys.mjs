/**
 * Prints a fresh set of secrets as environment variables: for each identity the public key that nats-server is given
 * and the seed that its owner keeps, and a password for each database role.
 *
 *   node infra/nats/keys.mjs > .data/compose.env
 */
import { randomBytes } from 'node:crypto';
import { makeIdentities } from './identities.mjs';
import { SERVICES } from './topology.mjs';

const identities = Object.entries(makeIdentities());
const owners = ['postgres', ...SERVICES.map(({ name }) => name)];
const lines = [
  ...identities.flatMap(([name, { publicKey, seed }]) => [
    `NATS_NKEY_${name.toUpperCase()}=${publicKey}`,
    `NATS_SEED_${name.toUpperCase()}=${seed}`,
  ]),
  ...owners.map((name) => `${name.toUpperCase()}_PASSWORD=${randomBytes(24).toString('base64url')}`),
];
process.stdout.write(`${lines.join('\n')}\n`);
