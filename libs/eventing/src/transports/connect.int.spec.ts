import { randomUUID } from 'node:crypto';
import type { BrokerOptions, TestBroker } from '../../../../test/support/brokers/broker.js';
import { NatsBroker } from '../../../../test/support/brokers/nats.js';
import { RabbitBroker } from '../../../../test/support/brokers/rabbitmq.js';
import { RedisBroker } from '../../../../test/support/brokers/redis.js';
import { EngineWorld, untilEffects } from '../../../../test/support/engine-world.js';
import { waitFor } from '../../../../test/support/wait-for.js';
import type { Transport } from '../transport.js';
import { connectTransport, type TransportName } from './connect.js';

const STARTS: [TransportName, (options: BrokerOptions) => Promise<TestBroker>][] = [
  ['nats', (options) => NatsBroker.start(options)],
  ['redis', (options) => RedisBroker.start(options)],
  ['rabbitmq', (options) => RabbitBroker.start(options)],
];

describe.each(STARTS)('a process whose broker is away at its start, on %s', (name, startBroker) => {
  let world: EngineWorld;

  beforeAll(async () => {
    world = await EngineWorld.on(startBroker);
  }, 120_000);

  afterEach(() => world.clear(), 30_000);

  afterAll(() => world.stop(), 30_000);

  const connect = (service: string): Transport => {
    const environment = world.broker.environmentOf(service);
    const transport = connectTransport({
      service,
      name: `${service}-1`,
      publish: [name],
      consume: [name],
      natsUrl: environment['NATS_URL'] ?? '',
      natsNkeySeed: environment['NATS_NKEY_SEED'],
      busDatabaseUrl: '',
      redisUrl: environment['REDIS_URL'] ?? '',
      amqpUrl: environment['AMQP_URL'] ?? '',
    });
    world.onClear(() => transport.close());
    return transport;
  };

  it('takes commands, says what is missing, and goes on when the broker comes', async () => {
    await world.broker.stop();
    const cards = connect('cards');
    const feeds = connect('feeds');
    await expect(cards.check()).rejects.toThrow(/not connected/i);
    await expect(feeds.lag('feeds', [0])).rejects.toThrow(/not connected/i);
    const heard = Promise.withResolvers<string>();
    feeds.onBroadcast('control.feeds', (body) => {
      // The engine's own messages come the same way.
      if (body === 'heard') heard.resolve(body);
    });
    const { log } = await world.producer({ transport: cards });
    const { sql } = await world.consumer({ transport: feeds });
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3);
    await world.broker.start();
    const effects = await untilEffects(sql, aggregate, 3);
    expect(effects.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    const repeat = setInterval(() => {
      cards.broadcast('control.feeds', 'heard');
    }, 50);
    expect(await heard.promise).toBe('heard');
    clearInterval(repeat);
    await waitFor('readiness', () =>
      cards.check().then(
        () => true,
        () => undefined,
      ),
    );
  }, 90_000);

  it('can be ended while its broker is away', async () => {
    await world.broker.stop();
    try {
      const transport = connect('cards');
      await expect(transport.close()).resolves.toBeUndefined();
    } finally {
      await world.broker.start();
    }
  }, 60_000);
});
