import type { TransportName } from '#eventing';
import { rawNats } from './nats.ts';
import { rawPostgres } from './postgres.ts';
import type { EnvironmentOf, RawBroker } from './raw-broker.ts';
import { rawRabbit } from './rabbitmq.ts';
import { rawRedis } from './redis.ts';

type Connect = (environmentOf: EnvironmentOf, adminUrl: string) => Promise<RawBroker>;

/** The loops by hand of each transport. */
export const RAW_BROKERS: Record<TransportName, Connect> = {
  nats: rawNats,
  postgres: rawPostgres,
  redis: rawRedis,
  rabbitmq: rawRabbit,
};
