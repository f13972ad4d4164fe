import { createClient } from '@redis/client';
import { describeWith } from '../../test/support/brokers/available.js';
import { RedisBroker } from '../../test/support/brokers/redis.js';
import { bodiesOf, named, patient, store, take } from '../../test/support/deliveries.js';
import { runRecord, testFolder } from '../../test/support/run.js';
import { waitFor } from '../../test/support/wait-for.js';
import { findRedisServer } from '../dev/servers/find-redis.mjs';
import { provisionRedis } from './provision.mjs';
import { OPERATOR } from './topology.mjs';
import { trimStreams } from './trim.mjs';

const describeRedis = await describeWith('redis-server', findRedisServer);

describeRedis('a provisioned Redis server', () => {
  let broker: RedisBroker;

  beforeAll(async () => {
    broker = await RedisBroker.start({ folder: testFolder('redis'), record: runRecord() });
  });

  afterAll(() => broker.stop());

  const as = async (url: string, ...command: string[]): Promise<unknown> => {
    const client = createClient({ url, socket: { reconnectStrategy: false }, disableClientInfo: true });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  };

  it('waits for its disk before it answers', async () => {
    const url = broker.server.urlOf(OPERATOR);
    expect(await as(url, 'CONFIG', 'GET', 'append*')).toMatchObject({
      appendonly: 'yes',
      appendfsync: 'always',
    });
  });

  it('is provisioned again without a change to its streams and groups', async () => {
    const done = await provisionRedis({
      url: broker.server.urlOf(OPERATOR),
      credentials: broker.credentials,
    });
    expect(done).toEqual(['user cards', 'user feeds', 'user notifications']);
  });

  it('has its users after a kill', async () => {
    await broker.kill();
    await broker.start();
    await expect(as(broker.urlOf('cards'), 'PING')).resolves.toBe('PONG');
  });

  const forbidden: [string, string, string[]][] = [
    ['feeds', 'delete an event', ['XDEL', 'events:00', '1-1']],
    ['feeds', 'trim a stream', ['XTRIM', 'events:00', 'MAXLEN', '0']],
    ['feeds', 'make a consumer group', ['XGROUP', 'CREATE', 'events:00', 'mine', '0']],
    ['feeds', 'move a consumer group', ['XGROUP', 'SETID', 'events:00', 'feeds', '$']],
    ['feeds', 'remove a stream', ['DEL', 'events:00']],
    ['feeds', 'write outside the streams', ['XADD', 'other', '*', 'a', 'b']],
    ['feeds', 'empty the server', ['FLUSHALL']],
    ['feeds', 'configure the server', ['CONFIG', 'SET', 'appendonly', 'no']],
    ['feeds', 'make a user', ['ACL', 'SETUSER', 'mine']],
    ['feeds', "listen to another's requests", ['SUBSCRIBE', 'control.cards']],
    ['feeds', 'broadcast outside the control channels', ['PUBLISH', 'other', '']],
  ];
  it.each(forbidden)('does not let %s %s', async (service, _act, command) => {
    await expect(as(broker.urlOf(service), ...command)).rejects.toThrow(/NOPERM|permission/i);
  });

  it('lets nobody in without a name', async () => {
    await expect(as(`redis://127.0.0.1:${String(broker.server.port)}`, 'PING')).rejects.toThrow(/NOAUTH/);
  });

  it('refuses to be provisioned when it may forget what it answers', async () => {
    const lax = await RedisBroker.start({ folder: testFolder('redis'), record: runRecord(), durable: false });
    try {
      const options = { url: lax.server.urlOf(OPERATOR), credentials: lax.credentials };
      await expect(provisionRedis(options)).rejects.toThrow(/appendfsync is "everysec"/);
    } finally {
      await lax.stop();
    }
  });

  it('is trimmed by age, but never of what somebody has not acknowledged', async () => {
    const url = broker.server.urlOf(OPERATOR);
    const transport = await broker.connect(OPERATOR);
    await store(transport, named('event', 4), 5);
    for (const consumer of ['cards', 'feeds', 'notifications']) {
      const lane = await transport.subscribe(consumer, 5, patient);
      const deliveries = await take(lane, 4);
      expect(bodiesOf(deliveries)).toEqual(named('event', 4));
      for (const delivery of deliveries.slice(0, consumer === 'notifications' ? 2 : 4)) delivery.ack();
    }
    await waitFor('the acknowledgements', async () =>
      (await transport.lag('feeds', [5])) + (await transport.lag('notifications', [5])) === 2
        ? true
        : undefined,
    );
    expect(await trimStreams({ url })).toBe(0);
    expect(await trimStreams({ url, days: -1 })).toBe(2);
    await transport.close();
  });
});
