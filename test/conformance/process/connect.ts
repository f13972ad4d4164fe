import { inboxPrefix, OPERATOR, SERVICES } from '../../../infra/nats/topology.mjs';
import type { Transport } from '../../../libs/eventing/src/transport.js';
import { NatsTransport } from '../../../libs/eventing/src/transports/nats/nats-transport.js';
import { PostgresTransport } from '../../../libs/eventing/src/transports/postgres/postgres-transport.js';
import { RabbitTransport } from '../../../libs/eventing/src/transports/rabbitmq/rabbit-transport.js';
import { RedisTransport } from '../../../libs/eventing/src/transports/redis/redis-transport.js';
import { BROKER_NAMES, type BrokerName } from '../../support/brokers/broker.js';

/** A connection from what `TestBroker.environmentOf` gave. */
const CONNECT: Readonly<Record<BrokerName, (name: string, env: NodeJS.ProcessEnv) => Promise<Transport>>> = {
  nats: (name, env) =>
    NatsTransport.connect({
      servers: required(env, 'NATS_URL'),
      nkeySeed: env['NATS_NKEY_SEED'],
      name,
      inboxPrefix: inboxPrefix(identityOf(name)),
    }),
  postgres: (name, env) =>
    Promise.resolve(PostgresTransport.begin({ url: required(env, 'BUS_DATABASE_URL'), name })),
  redis: (name, env) => RedisTransport.connect({ url: required(env, 'REDIS_URL'), name }),
  rabbitmq: (name, env) =>
    RabbitTransport.connect({ url: required(env, 'AMQP_URL'), name, service: identityOf(name) }),
};

export function connectFromEnvironment(name: string, env: NodeJS.ProcessEnv): Promise<Transport> {
  const transport = BROKER_NAMES.find((each) => each === env['EVENT_TRANSPORT']);
  if (transport === undefined) throw new Error(`No such transport: ${String(env['EVENT_TRANSPORT'])}`);
  return CONNECT[transport](name, env);
}

function identityOf(name: string): string {
  return SERVICES.some((service) => service.name === name) ? name : OPERATOR;
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
