import { type Channel, type ChannelModel, connect } from 'amqplib';
import { ALL_PARTITIONS } from '#eventing';
import { consumerName, OPERATOR, partitionToken } from '../../infra/nats/topology.mjs';
import { EVENTS_EXCHANGE } from '../../infra/rabbitmq/topology.mjs';
import { Mailbox } from './mailbox.ts';
import type { EnvironmentOf, RawBroker, RawReader } from './raw-broker.ts';

const PREFETCH = 512;

/**
 * RabbitMQ by hand, on the same quorum queues. Publishing: the whole batch on one confirm channel, wait for all
 * confirms. Reading: one channel and one consumer a lane, each message acknowledged by itself.
 */
export async function rawRabbit(environmentOf: EnvironmentOf): Promise<RawBroker> {
  const clientOf = (identity: string): Promise<ChannelModel> =>
    connect(environmentOf(identity)['AMQP_URL'] ?? '');
  const [producer, consumer, operator] = await Promise.all([
    clientOf('cards'),
    clientOf('feeds'),
    clientOf(OPERATOR),
  ]);
  const publishing = await producer.createConfirmChannel();
  const purging = await operator.createChannel();
  return {
    async publish(events) {
      for (const { type, partition, eventId, body } of events) {
        const key = `${type}.${partitionToken(partition)}`;
        const properties = { persistent: true, messageId: eventId };
        publishing.publish(EVENTS_EXCHANGE, key, Buffer.from(body), properties);
      }
      await publishing.waitForConfirms();
    },
    read: () => reader(consumer),
    async empty() {
      for (const consumerOf of ['feeds', 'notifications']) {
        for (const partition of ALL_PARTITIONS) await purging.purgeQueue(consumerName(consumerOf, partition));
      }
    },
    async close() {
      await Promise.all([producer.close(), consumer.close(), operator.close()]);
    },
  };
}

async function reader(connection: ChannelModel): Promise<RawReader> {
  const mailbox = new Mailbox();
  let stopping = false;
  const lanes = await Promise.all(
    ALL_PARTITIONS.map(async (partition) => {
      const channel = await connection.createChannel();
      await channel.prefetch(PREFETCH);
      const { consumerTag } = await channel.consume(consumerName('feeds', partition), (message) => {
        if (message === null) return;
        const ack = (): void => {
          channel.ack(message);
        };
        mailbox.push({ body: message.content.toString(), token: ack });
      });
      return { channel, consumerTag };
    }),
  );
  return {
    next: (max) => mailbox.take(max, () => stopping),
    ack(messages) {
      for (const { token } of messages) (token as () => void)();
    },
    async stop() {
      stopping = true;
      mailbox.wake();
      for (const lane of lanes) await end(lane);
    },
  };
}

async function end({ channel, consumerTag }: { channel: Channel; consumerTag: string }): Promise<void> {
  await channel.cancel(consumerTag);
  await channel.close();
}
