import { partitionToken } from '../../partition.js';

/** Names of the topology, as `infra/rabbitmq/topology.mjs` provisions it. */

/** Topic exchange of the durable events; the routing key is `<type>.<partition token>`. */
export const EVENTS_EXCHANGE = 'domain_events';

/** Topic exchange of what is sent at most once. */
export const BROADCAST_EXCHANGE = 'broadcasts';

/** `feeds-p07`: one queue per consumer and partition, so that each partition has one reader and one order. */
export function laneQueue(consumer: string, partition: number): string {
  return `${consumer}-p${partitionToken(partition)}`;
}

/** A service may make queues of this prefix and no others: they live as long as their connection. */
export function broadcastQueuePrefix(service: string): string {
  return `broadcast.${service}.`;
}
