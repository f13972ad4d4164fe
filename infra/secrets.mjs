/**
 * Prints a fresh set of secrets as environment variables: for each identity of NATS the public key that the server is
 * given and the seed that its owner keeps, and passwords of everything that has passwords.
 *
 *   node infra/secrets.mjs > .data/compose.env                      for docker compose, with one nats-server
 *   node infra/secrets.mjs --profile cluster > .data/compose.env    with three; or redis, or rabbitmq
 *
 * A profile of docker-compose.yml comes with the transport that its services then use.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makeIdentities } from './nats/identities.mjs';
import { IDENTITIES, SERVICES } from './nats/topology.mjs';
import { definitionsOf } from './rabbitmq/topology.mjs';
import { firstUsers, makeCredentials } from './redis/credentials.mjs';

/** What carries the events under each profile. */
const TRANSPORTS = { single: 'nats', cluster: 'nats', redis: 'redis', rabbitmq: 'rabbitmq' };

/** @param {keyof typeof TRANSPORTS} profile */
function secretsOf(profile) {
  const redis = makeCredentials();
  const rabbitmq = Object.fromEntries(IDENTITIES.map((name) => [name, makePassword()]));
  const owners = ['postgres', ...SERVICES.map(({ name }) => name), 'grafana'];
  return [
    `COMPOSE_PROFILES=${profile}`,
    `EVENT_TRANSPORT=${TRANSPORTS[profile]}`,
    ...Object.entries(makeIdentities()).flatMap(([name, { publicKey, seed }]) => [
      `NATS_NKEY_${name.toUpperCase()}=${publicKey}`,
      `NATS_SEED_${name.toUpperCase()}=${seed}`,
    ]),
    // nats-server would read some passwords as numbers.
    `NATS_ROUTE_PASSWORD=route-${makePassword()}`,
    ...owners.map((name) => `${name.toUpperCase()}_PASSWORD=${makePassword()}`),
    ...SERVICES.map(({ name }) => `OPERATOR_TOKEN_${name.toUpperCase()}=${randomBytes(32).toString('hex')}`),
    ...Object.entries(redis).map(([name, password]) => `REDIS_${name.toUpperCase()}_PASSWORD=${password}`),
    `REDIS_USERS=${JSON.stringify(firstUsers(redis))}`,
    ...Object.entries(rabbitmq).map(
      ([name, password]) => `RABBITMQ_${name.toUpperCase()}_PASSWORD=${password}`,
    ),
    `RABBITMQ_DEFINITIONS='${JSON.stringify(definitionsOf(rabbitmq))}'`,
  ];
}

/** Stands in URLs as it is. */
function makePassword() {
  return randomBytes(24).toString('hex');
}

const { values } = parseArgs({ options: { profile: { type: 'string', default: 'single' } } });
if (Object.hasOwn(TRANSPORTS, values.profile)) {
  const profile = /** @type {keyof typeof TRANSPORTS} */ (values.profile);
  process.stdout.write(`${secretsOf(profile).join('\n')}\n`);
} else {
  process.stderr.write(`--profile is one of ${Object.keys(TRANSPORTS).join(', ')}\n`);
  process.exitCode = 2;
}
