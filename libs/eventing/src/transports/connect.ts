import type { Transport } from '../transport.js';
import { DeferredTransport } from './deferred-transport.js';
import { NatsTransport } from './nats/nats-transport.js';
import { PostgresTransport } from './postgres/postgres-transport.js';
import { RabbitTransport } from './rabbitmq/rabbit-transport.js';
import { RedisTransport } from './redis/redis-transport.js';
import { SeveralTransports } from './several/several-transports.js';

/** The transports that there are; the production default stands first. */
export const TRANSPORT_NAMES = ['nats', 'postgres', 'redis', 'rabbitmq'] as const;
export type TransportName = (typeof TRANSPORT_NAMES)[number];

export interface TransportSettings {
  /** The service's name: its rights on the broker go by it. */
  service: string;
  /** Of the connections, as operators see it: the replica's. */
  name: string;
  /** Each event is stored in all of these. More than one only while a system moves. */
  publish: readonly TransportName[];
  consume: readonly TransportName[];
  /** Several, with commas, for the nodes of a cluster. */
  natsUrl: string;
  natsNkeySeed: string | undefined;
  /** PEM of the authority of the servers' certificates; with it TLS is insisted upon. */
  natsCa?: string | undefined;
  busDatabaseUrl: string;
  redisUrl: string;
  /** Several, with commas, for the nodes of a cluster. */
  amqpUrl: string;
}

const CONNECTORS: Record<TransportName, (settings: TransportSettings) => Transport> = {
  nats: ({ natsUrl, natsNkeySeed, natsCa, name, service }) =>
    new DeferredTransport({
      name: 'nats',
      connect: () =>
        NatsTransport.connect({
          servers: natsUrl.split(','),
          nkeySeed: natsNkeySeed,
          ca: natsCa,
          name,
          inboxPrefix: `_INBOX_${service}`,
          waitForServer: false,
        }),
    }),
  postgres: ({ busDatabaseUrl, name }) => PostgresTransport.begin({ url: busDatabaseUrl, name }),
  redis: ({ redisUrl, name }) => RedisTransport.begin({ url: redisUrl, name }),
  rabbitmq: ({ amqpUrl, name, service }) => RabbitTransport.begin({ url: amqpUrl.split(','), name, service }),
};

/**
 * Begins to connect to what carries the events: one transport, or several as one. It does not wait for any server: a
 * service takes commands without its broker, and one that is away while a system moves must not keep it from starting.
 *
 * @throws when a URL is none.
 */
export function connectTransport(settings: TransportSettings): Transport {
  const { publish, consume } = settings;
  const open = new Map<TransportName, Transport>();
  for (const name of new Set([...publish, ...consume])) open.set(name, CONNECTORS[name](settings));
  const [only] = open.values();
  if (open.size === 1 && only !== undefined) return only;
  const chosen = (names: readonly TransportName[]): Transport[] =>
    names.flatMap((name) => open.get(name) ?? []);
  return new SeveralTransports({ publishTo: chosen(publish), consumeFrom: chosen(consume) });
}
