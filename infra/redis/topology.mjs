/**
 * The streams and rights of the Redis transport on one page. Partitions, services and who consumes are those of the
 * messaging topology.
 */
import { OPERATOR, PARTITIONS, partitionToken, SERVICES } from '../nats/topology.mjs';

export { OPERATOR };

/** One stream a partition. All are on one server: Redis Cluster would spread them, and one read names many. */
export const STREAM_KEYS = Array.from({ length: PARTITIONS }, (_, partition) => streamKey(partition));

/** @param {number} partition */
export function streamKey(partition) {
  return `events:${partitionToken(partition)}`;
}

/** Each has one consumer group on every stream, of its own name. */
export const CONSUMERS = SERVICES.filter((service) => service.consumes).map((service) => service.name);

export const USERS = [OPERATOR, ...SERVICES.map((service) => service.name)];

/**
 * Of the user that everybody is who gives no name: nobody can be it, for it is off. It may do everything because the
 * server reads its append-only file as this user: Redis 7, for one, would refuse there what was written in one
 * transaction, as several lanes' reads are, and after each restart deliver all of it again.
 */
export const NAMELESS_RULES = ['reset', 'off', 'allkeys', 'allchannels', '+@all'];

/** The stream's history is the memory's: 30 days, as long as the producers' logs. */
export const RETENTION_DAYS = 30;

/**
 * The rules of a user, without its password.
 *
 * Redis knows keys, commands and channels. So a service can do nothing outside the streams, can not delete, trim or
 * make any stream or group, listens only to requests for itself, and reads only if it consumes. What Redis can not
 * restrict: a stream has one partition of all services' events, so whoever may publish may publish under another's
 * type; and a group is no key, so a consumer may read and acknowledge in another's group. Where that must be refused,
 * use JetStream.
 * @param {string} user
 */
export function rulesOf(user) {
  if (user === OPERATOR) return ['allkeys', 'allchannels', '+@all'];
  return [
    '~events:*',
    'resetchannels',
    `&control.${user}`,
    '-@all',
    ...['+ping', '+client|id', '+client|setname', '+subscribe', '+unsubscribe'],
    ...['+xadd', '+exists'],
    ...(CONSUMERS.includes(user)
      ? ['+xreadgroup', '+xack', '+xautoclaim', '+xinfo|groups', '+xrange', '+client|unblock']
      : []),
    '(+publish &control.*)',
  ];
}
