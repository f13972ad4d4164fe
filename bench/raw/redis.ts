import { createClient } from '@redis/client';
import { ALL_PARTITIONS } from '#eventing';
import { OPERATOR, STREAM_KEYS, streamKey } from '../../infra/redis/topology.mjs';
import { Mailbox } from './mailbox.ts';
import type { EnvironmentOf, RawBroker, RawReader } from './raw-broker.ts';

const COUNT = 256;
const BLOCK_MS = 500;
const READ_AHEAD = 2_048;

type Client = Awaited<ReturnType<typeof connected>>;

interface StreamReply {
  name: string;
  messages: { id: string; message: Record<string, string> }[];
}

/**
 * Redis Streams by hand, on the same server (`appendfsync always`). Publishing: the whole batch of XADD in one
 * pipeline, wait for all answers. Reading: one XREADGROUP over all lanes at a time, XACK pipelined, a command a lane.
 */
export async function rawRedis(environmentOf: EnvironmentOf): Promise<RawBroker> {
  const clientOf = (user: string): Promise<Client> => connected(environmentOf(user)['REDIS_URL'] ?? '');
  const [producer, consumer, acks, operator] = await Promise.all([
    clientOf('cards'),
    clientOf('feeds'),
    clientOf('feeds'),
    clientOf(OPERATOR),
  ]);
  return {
    async publish(events) {
      await Promise.all(
        events.map(({ partition, eventId, body }) =>
          producer.xAddNoMkStream(streamKey(partition), '*', { id: eventId, body }),
        ),
      );
    },
    read: () => Promise.resolve(reader(consumer, acks)),
    async empty() {
      await Promise.all(STREAM_KEYS.map((key) => operator.xTrim(key, 'MAXLEN', 0)));
    },
    close() {
      for (const client of [producer, consumer, acks, operator]) client.destroy();
      return Promise.resolve();
    },
  };
}

function reader(consumer: Client, acks: Client): RawReader {
  const mailbox = new Mailbox();
  const room = new Mailbox();
  const state = { stopping: false };
  const streams = ALL_PARTITIONS.map((partition) => ({ key: streamKey(partition), id: '>' }));
  const loop = (async () => {
    while (!state.stopping) {
      if (mailbox.size > READ_AHEAD) {
        await room.take(1, () => state.stopping || mailbox.size <= READ_AHEAD);
        continue;
      }
      const reply: StreamReply[] | null = await consumer.xReadGroup('feeds', 'by-hand', streams, {
        COUNT,
        BLOCK: BLOCK_MS,
      });
      for (const { name, messages } of reply ?? []) {
        mailbox.push(
          ...messages.map(({ id, message }) => ({ body: message['body'] ?? '', token: { key: name, id } })),
        );
      }
    }
  })();
  return {
    async next(max) {
      const messages = await mailbox.take(max, () => state.stopping);
      room.wake();
      return messages;
    },
    ack(messages) {
      const ids = new Map<string, string[]>();
      for (const { token } of messages) {
        const { key, id } = token as { key: string; id: string };
        ids.set(key, [...(ids.get(key) ?? []), id]);
      }
      for (const [key, each] of ids) void acks.xAck(key, 'feeds', each);
    },
    async stop() {
      state.stopping = true;
      room.wake();
      mailbox.wake();
      await loop;
    },
  };
}

async function connected(url: string) {
  return createClient({ url }).connect();
}
