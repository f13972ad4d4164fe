/**
 * RabbitMQ's part of the topology, from the same table of services as JetStream's, in the form of a definitions file:
 * a server loads it at its start, `rabbitmqctl import_definitions` and the management API at any time.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  consumerName,
  IDENTITIES,
  OPERATOR,
  PARTITIONS,
  partitionToken,
  SERVICES,
} from '../nats/topology.mjs';

export const VHOST = 'commonplace';
export const EVENTS_EXCHANGE = 'domain_events';
export const BROADCAST_EXCHANGE = 'broadcasts';

/** @typedef {Record<string, string>} Passwords One for each of `IDENTITIES`. */

/**
 * Arguments of a lane's queue. They can not be changed later: a queue with other arguments has to be drained, deleted
 * and made again.
 */
export const QUEUE_ARGUMENTS = {
  'x-queue-type': 'quorum',
  // The lease says who reads a lane; this is the broker's own say, for an owner that has lost its lease unawares.
  'x-single-active-consumer': true,
  // Never reached. From 4.0 on RabbitMQ drops a message after 20 deliveries unless told otherwise, and only from 4.0
  // on -1 means none. Besides, 3.10 puts what is given back at the queue's head only where there is a limit.
  'x-delivery-limit': 1_000_000_000,
};

/**
 * The queues of a consumer, and what each of them takes.
 * @param {string} consumer
 */
export function queuesOf(consumer) {
  return Array.from({ length: PARTITIONS }, (_, partition) => ({
    name: consumerName(consumer, partition),
    routingKey: `events.*.*.*.${partitionToken(partition)}`,
  }));
}

/**
 * What an identity may do. Patterns are regular expressions, anchored: unanchored, `cards` would match `discards`.
 * @param {string} identity
 */
export function permissionsOf(identity) {
  if (identity === OPERATOR) return { configure: '.*', write: '.*', read: '.*', topics: [] };
  // Whoever may make queues may make them durable too, but can bind them to nothing except broadcasts.
  const own = `broadcast\\.${identity}\\..+`;
  const consumes = SERVICES.some(({ name, consumes }) => name === identity && consumes);
  return {
    configure: `^${own}$`,
    write: `^(${EVENTS_EXCHANGE}|${BROADCAST_EXCHANGE}|${own})$`,
    read: `^(${BROADCAST_EXCHANGE}|${own}${consumes ? `|${identity}-p[0-9]{2}` : ''})$`,
    topics: [
      { exchange: EVENTS_EXCHANGE, write: `^events\\.${identity}\\.`, read: '^$' },
      { exchange: BROADCAST_EXCHANGE, write: '^control\\.', read: `^control\\.${identity}$` },
    ],
  };
}

/**
 * The whole topology with its users. Loading it again changes nothing but the passwords.
 * @param {Passwords} passwords
 */
export function definitionsOf(passwords) {
  const vhost = VHOST;
  const permissions = IDENTITIES.map((user) => ({ user, vhost, ...permissionsOf(user) }));
  const queues = SERVICES.filter(({ consumes }) => consumes).flatMap(({ name }) => queuesOf(name));
  return {
    vhosts: [{ name: vhost }],
    users: IDENTITIES.map((name) => ({
      name,
      password_hash: hashOf(passwords[name] ?? ''),
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: name === OPERATOR ? 'administrator' : '',
    })),
    permissions: permissions.map(({ topics, ...permission }) => permission),
    topic_permissions: permissions.flatMap(({ user, topics }) =>
      topics.map((topic) => ({ user, vhost, ...topic })),
    ),
    // Broadcasts are not kept, but a server that starts again must still have their exchange.
    exchanges: [EVENTS_EXCHANGE, BROADCAST_EXCHANGE].map((name) => ({
      name,
      vhost,
      type: 'topic',
      durable: true,
      auto_delete: false,
      internal: false,
      arguments: {},
    })),
    queues: queues.map(({ name }) => ({
      name,
      vhost,
      durable: true,
      auto_delete: false,
      arguments: QUEUE_ARGUMENTS,
    })),
    bindings: queues.map(({ name, routingKey }) => ({
      source: EVENTS_EXCHANGE,
      vhost,
      destination: name,
      destination_type: 'queue',
      routing_key: routingKey,
      arguments: {},
    })),
    policies: [],
    parameters: [],
    global_parameters: [],
  };
}

/**
 * Fresh ones, for development and tests.
 * @returns {Passwords}
 */
export function makePasswords() {
  return Object.fromEntries(IDENTITIES.map((name) => [name, randomBytes(24).toString('base64url')]));
}

/**
 * @param {string} password
 * @throws RangeError for an empty one, with which anybody could log in
 */
function hashOf(password) {
  if (password === '') throw new RangeError('Every identity needs a password');
  const salt = randomBytes(4);
  const hash = createHash('sha256').update(salt).update(password).digest();
  return Buffer.concat([salt, hash]).toString('base64');
}
