import { randomUUID } from 'node:crypto';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { findRabbitServer } from '../../../../../infra/dev/servers/find-rabbitmq.mjs';
import { provisionRabbit } from '../../../../../infra/rabbitmq/provision.mjs';
import { makePasswords } from '../../../../../infra/rabbitmq/topology.mjs';
import { describeWith } from '../../../../../test/support/brokers/available.js';
import { RabbitBroker } from '../../../../../test/support/brokers/rabbitmq.js';
import { outgoing, quietLogs, untilStored } from '../../../../../test/support/outgoing.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';

(await describeWith('rabbitmq-server', findRabbitServer))('the rights in RabbitMQ', () => {
  let broker: RabbitBroker;
  const models: ChannelModel[] = [];

  beforeAll(async () => {
    quietLogs();
    broker = await RabbitBroker.start({ folder: testFolder('rabbitmq'), record: runRecord() });
  }, 180_000);

  afterEach(async () => {
    for (const model of models.splice(0)) await model.close();
  });

  afterAll(() => broker.stop());

  /** What the server says to what a service tries. A refusal closes the channel, so each attempt has its own. */
  async function attempt(service: string, work: (channel: Channel) => Promise<unknown>): Promise<string> {
    const model = await connect(broker.urlOf(service));
    models.push(model);
    const channel = await model.createChannel();
    const refused = new Promise<string>((resolve) => {
      channel.on('error', (error) => {
        resolve(error.message);
      });
    });
    const done = work(channel)
      .then(() => channel.close())
      .then(
        () => 'allowed',
        (error: unknown) => String(error),
      );
    return Promise.race([refused, done]);
  }

  /** A publication is refused without an answer: the question behind it shows what became of it. */
  function publishing(service: string, exchange: string, routingKey: string): Promise<string> {
    return attempt(service, async (channel) => {
      channel.publish(exchange, routingKey, Buffer.from('{}'));
      await channel.checkExchange('amq.topic');
    });
  }

  it('let a service publish its own events and no others', async () => {
    expect(await publishing('cards', 'domain_events', 'events.cards.saved.v1.00')).toBe('allowed');
    for (const routingKey of ['events.feeds.saved.v1.00', 'events.cardsharks.saved.v1.00', 'other', '']) {
      expect(await publishing('cards', 'domain_events', routingKey)).toContain('ACCESS_REFUSED');
    }
  });

  it('let nobody put anything into a queue past the exchange', async () => {
    expect(await publishing('cards', '', 'feeds-p00')).toContain('ACCESS_REFUSED');
    expect(await publishing('feeds', '', 'feeds-p00')).toContain('ACCESS_REFUSED');
    expect(await publishing('cards', 'amq.topic', 'events.cards.saved.v1.00')).toContain('ACCESS_REFUSED');
  });

  it('let a service read its own lanes and no others', async () => {
    const reading = (service: string, queue: string): Promise<string> =>
      attempt(service, (channel) => channel.consume(queue, () => undefined));
    expect(await reading('feeds', 'feeds-p00')).toBe('allowed');
    expect(await reading('feeds', 'notifications-p00')).toContain('ACCESS_REFUSED');
    expect(await reading('cards', 'feeds-p00')).toContain('ACCESS_REFUSED');
    expect(await attempt('cards', (channel) => channel.purgeQueue('feeds-p00'))).toContain('ACCESS_REFUSED');
  });

  it('let a service change nothing of the topology', async () => {
    const refusals = await Promise.all([
      attempt('feeds', (channel) => channel.deleteQueue('feeds-p00')),
      attempt('feeds', (channel) => channel.deleteExchange('domain_events')),
      attempt('feeds', (channel) => channel.assertQueue('mine', { durable: true })),
      attempt('feeds', (channel) => channel.unbindQueue('feeds-p00', 'domain_events', 'events.*.*.*.00')),
      attempt('feeds', (channel) => channel.bindQueue('feeds-p00', 'domain_events', '#')),
      attempt('feeds', (channel) => channel.assertExchange('mine', 'topic')),
    ]);
    for (const refusal of refusals) expect(refusal).toContain('ACCESS_REFUSED');
  });

  it('let a service listen to nothing but the requests that are meant for it', async () => {
    const listening = (service: string, exchange: string, pattern: string): Promise<string> =>
      attempt(service, async (channel) => {
        const { queue } = await channel.assertQueue(`broadcast.${service}.${randomUUID()}`, {
          exclusive: true,
        });
        await channel.bindQueue(queue, exchange, pattern);
      });
    expect(await listening('cards', 'broadcasts', 'control.cards')).toBe('allowed');
    expect(await listening('cards', 'broadcasts', 'control.feeds')).toContain('ACCESS_REFUSED');
    expect(await listening('cards', 'broadcasts', '#')).toContain('ACCESS_REFUSED');
    expect(await listening('cards', 'domain_events', 'events.cards.#')).toContain('ACCESS_REFUSED');
    expect(await publishing('cards', 'broadcasts', 'events.cards.saved.v1.00')).toContain('ACCESS_REFUSED');
  });

  it('cost a transport that oversteps them its connection, and not its life', async () => {
    const cards = await broker.connect('cards');
    try {
      const [result] = await cards.publish([{ ...outgoing(1, 0), type: 'events.feeds.forged.v1' }]);
      expect(result?.stored).toBe(false);
      cards.broadcast('events.forged', 'x');
      await untilStored(cards, outgoing(2, 0));
      await cards.check();
    } finally {
      await cards.close();
    }
  });

  it('stay the same when they are provisioned again, but for the passwords', async () => {
    const cards = await broker.connect('cards');
    await untilStored(cards, outgoing(1, 3));
    await cards.close();
    const before = broker.urlOf('cards');
    await provisionRabbit({ passwords: makePasswords(), ctl: broker.server.ctl, env: broker.server.ctlEnv });
    await expect(connect(before)).rejects.toThrow('ACCESS-REFUSED');
    await provisionRabbit({
      passwords: broker.server.passwords,
      ctl: broker.server.ctl,
      env: broker.server.ctlEnv,
    });
    expect(await publishing('cards', 'domain_events', 'events.feeds.saved.v1.00')).toContain(
      'ACCESS_REFUSED',
    );
    const feeds = await broker.connect('feeds');
    expect(await feeds.lag('feeds', [3])).toBe(1);
    await feeds.close();
  });
});
