import type { BrokerName, BrokerOptions, TestBroker } from '../support/brokers/broker.js';
import { NatsBroker } from '../support/brokers/nats.js';
import { PostgresBroker } from '../support/brokers/postgres.js';
import { RabbitBroker } from '../support/brokers/rabbitmq.js';
import { RedisBroker } from '../support/brokers/redis.js';

type BrokerFactory = (options: BrokerOptions) => Promise<TestBroker>;

/** Every transport that is held to the suite. Beside its line here it has `<name>.conformance.spec.ts`. */
export const BROKERS: Readonly<Record<BrokerName, BrokerFactory>> = {
  nats: (options) => NatsBroker.start(options),
  postgres: (options) => PostgresBroker.start(options),
  redis: (options) => RedisBroker.start(options),
  rabbitmq: (options) => RabbitBroker.start(options),
};
