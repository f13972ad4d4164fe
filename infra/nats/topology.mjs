/**
 * The whole messaging topology on one page. `generate.mjs` makes the files beside this one from it; after a change
 * run `node infra/nats/generate.mjs`.
 */

export const STREAM = 'EVENTS';

/** Lanes of the stream. Events are already stored under their partition: this never changes for a stream. */
export const PARTITIONS = 16;

/**
 * Every service may publish its own context's events. Those that consume have one durable pull consumer a
 * partition, so that each partition has one reader and one order.
 * @type {readonly { name: string, consumes: boolean }[]}
 */
export const SERVICES = [
  { name: 'cards', consumes: true },
  { name: 'feeds', consumes: true },
  { name: 'notifications', consumes: true },
];

/** Who may do everything: provisions streams and consumers, replays, repairs. No service runs as it. */
export const OPERATOR = 'operator';

export const IDENTITIES = [OPERATOR, ...SERVICES.map((service) => service.name)];

/** Who may look at everything of a NATS server and change nothing: for people, and for what watches the server. */
export const READER = 'reader';

/** The identities of a NATS server. */
export const NATS_IDENTITIES = [...IDENTITIES, READER];

/** Durations in the API are nanoseconds. */
const SECOND = 1_000_000_000;
const DAY = 24 * 60 * 60 * SECOND;

/** Only fields that every supported server knows: 2.9 drops others in silence, 2.12 and later refuse them. */
export const streamConfig = {
  name: STREAM,
  description: 'Integration events of every service',
  subjects: ['events.>'],
  retention: 'limits',
  storage: 'file',
  // A full stream must refuse, and so be noticed by the relay, rather than forget what nobody has read yet.
  discard: 'new',
  // The stream is the history that new consumers and rebuilds read.
  max_age: 365 * DAY,
  max_bytes: -1,
  max_msgs: -1,
  max_msgs_per_subject: -1,
  max_msg_size: -1,
  max_consumers: -1,
  num_replicas: 1,
  duplicate_window: 120 * SECOND,
  allow_direct: true,
};

/** @param {number} partition */
export function partitionToken(partition) {
  return String(partition).padStart(2, '0');
}

/**
 * @param {string} service
 * @param {number} partition
 */
export function consumerName(service, partition) {
  return `${service}-p${partitionToken(partition)}`;
}

/**
 * @param {string} service
 * @param {number} partition
 */
export function consumerConfig(service, partition) {
  return {
    name: consumerName(service, partition),
    durable_name: consumerName(service, partition),
    description: `Partition ${partitionToken(partition)} of every event, for ${service}`,
    // events.<context>.<event-name>.<version>.<partition>
    filter_subject: `events.*.*.*.${partitionToken(partition)}`,
    deliver_policy: 'all',
    replay_policy: 'instant',
    ack_policy: 'explicit',
    // Short, so that a killed owner's batch is back soon; a long handler keeps its batch with working().
    ack_wait: 5 * SECOND,
    // The broker never gives up on an event: retries and dead letters are the service's, in its own database.
    max_deliver: -1,
    max_ack_pending: 1024,
  };
}

/** @param {string} service */
export function consumersOf(service) {
  const consumes = SERVICES.find((candidate) => candidate.name === service)?.consumes ?? false;
  return consumes
    ? Array.from({ length: PARTITIONS }, (_, partition) => consumerConfig(service, partition))
    : [];
}

/** What the JetStream API answers without a change of anything. Messages are read directly, not by a consumer. */
const QUESTIONS = [
  '$JS.API.INFO',
  '$JS.API.STREAM.NAMES',
  '$JS.API.STREAM.LIST',
  '$JS.API.STREAM.INFO.*',
  '$JS.API.STREAM.MSG.GET.*',
  '$JS.API.DIRECT.GET.>',
  '$JS.API.CONSUMER.NAMES.*',
  '$JS.API.CONSUMER.LIST.*',
  '$JS.API.CONSUMER.INFO.*.*',
];

/**
 * What an identity may do, in the server's own form. Who may create a consumer may read everything, so services
 * may not.
 * @param {string} identity
 */
export function permissionsOf(identity) {
  const inboxes = `${inboxPrefix(identity)}.>`;
  if (identity === OPERATOR) return { publish: { allow: ['>'] }, subscribe: { allow: ['>'] } };
  if (identity === READER) return { publish: { allow: QUESTIONS }, subscribe: { allow: [inboxes] } };
  const consumers = consumersOf(identity).map((consumer) => consumer.durable_name);
  return {
    publish: {
      allow: [
        `events.${identity}.>`,
        'control.>',
        `$JS.API.STREAM.INFO.${STREAM}`,
        ...consumers.map((consumer) => `$JS.API.CONSUMER.INFO.${STREAM}.${consumer}`),
        ...consumers.map((consumer) => `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${consumer}`),
        ...consumers.map((consumer) => `$JS.ACK.${STREAM}.${consumer}.>`),
      ],
    },
    subscribe: { allow: [inboxes, `control.${identity}`] },
  };
}

/**
 * The client option `inboxPrefix` of an identity: replies to one are not for another's eyes.
 * @param {string} identity
 */
export function inboxPrefix(identity) {
  return `_INBOX_${identity}`;
}
