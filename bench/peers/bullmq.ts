import { join } from 'node:path';
import { createClient } from '@redis/client';
import { createNodeRedisClient, type IRedisClient, Queue, Worker } from 'bullmq';
import postgres from 'postgres';
import { planFor, startBroker } from '../../infra/dev/brokers/index.mjs';
import { ProcessRecord } from '../../infra/dev/servers/process-record.mjs';
import { OPERATOR } from '../../infra/redis/topology.mjs';
import { quiet } from '../run.ts';
import { cardValues, INSERT_FEED, type Peer, type PeerEvent, peerEvent, UPSERT_CARD } from './peer.ts';

const QUEUE = 'feed';
const CONCURRENCY = 32;

export const bullmq: Peer = {
  name: 'BullMQ',
  settings: `added after the commit; ${String(CONCURRENCY)} jobs at once (it has no batches), one statement each; stalled jobs are looked for each second, locks of 5 s; Redis with appendfsync always`,
  async serve({ folder, databaseUrl, adminUrl, options }) {
    const record = new ProcessRecord(join(folder, 'processes'));
    const plan = await planFor('redis', { yes: true, log: options.say });
    const broker = await startBroker('redis', {
      dataDir: folder,
      program: plan.programs.redis,
      postgresUrl: adminUrl,
      ports: {},
      durable: true,
      log: quiet,
      logFileOf: (name) => join(folder, `${name}.log`),
      record,
    });
    return {
      environment: {
        BENCH_DATABASE_URL: databaseUrl,
        BENCH_REDIS_URL: broker.environmentOf(OPERATOR)['REDIS_URL'] ?? '',
      },
      stop: () => record.stopAll(),
    };
  },
  produce(environment) {
    const sql = postgres(environment['BENCH_DATABASE_URL'] ?? '', { max: 16, onnotice: quiet });
    const connection = connectionOf(environment['BENCH_REDIS_URL']);
    const queue = new Queue<PeerEvent>(QUEUE, { connection });
    return Promise.resolve({
      async save(cardId, sequence) {
        const event = peerEvent(cardId, sequence);
        await sql.unsafe(UPSERT_CARD, cardValues(event));
        await queue.add('saved', event, {
          attempts: 10,
          removeOnComplete: true,
          jobId: `${cardId}-${String(sequence)}`,
        });
      },
      async stop() {
        await queue.close();
        // It was given from outside, so the queue leaves it open.
        connection.disconnect();
        await sql.end({ timeout: 1 });
      },
    });
  },
  consume(environment) {
    const sql = postgres(environment['BENCH_DATABASE_URL'] ?? '', { max: 8, onnotice: quiet });
    const worker = new Worker<PeerEvent>(
      QUEUE,
      async ({ data }) => {
        await sql.unsafe(INSERT_FEED, [JSON.stringify([data])]);
      },
      {
        connection: connectionOf(environment['BENCH_REDIS_URL']),
        concurrency: CONCURRENCY,
        lockDuration: 5_000,
        stalledInterval: 1_000,
        maxStalledCount: 10,
      },
    );
    return Promise.resolve({ stop: () => worker.close() });
  },
};

function connectionOf(url: string | undefined): IRedisClient {
  return createNodeRedisClient(createClient({ url: url ?? '' }));
}
