import type { TransportName } from '../../../infra/dev/brokers/broker.mjs';
import type { FaultBroker, FaultBrokerOptions } from './broker.ts';
import { NatsFaultBroker } from './nats-broker.ts';
import { PostgresFaultBroker } from './postgres-broker.ts';
import { RabbitFaultBroker } from './rabbit-broker.ts';
import { RedisFaultBroker } from './redis-broker.ts';

type Open = (options: FaultBrokerOptions) => Promise<FaultBroker>;

const BROKERS: Record<TransportName, Open> = {
  nats: (options) => NatsFaultBroker.open(options),
  rabbitmq: (options) => RabbitFaultBroker.open(options),
  postgres: (options) => PostgresFaultBroker.open(options),
  redis: (options) => RedisFaultBroker.open(options),
};

export const FAULT_TRANSPORTS = Object.keys(BROKERS) as TransportName[];

export function openBroker(transport: TransportName, options: FaultBrokerOptions): Promise<FaultBroker> {
  return BROKERS[transport](options);
}
