import postgres, { type TransactionSql } from 'postgres';
import { PgBoss } from 'pg-boss';
import { quiet } from '../run.ts';
import { cardValues, INSERT_FEED, type Peer, type PeerEvent, peerEvent, UPSERT_CARD } from './peer.ts';

const QUEUE = 'feed';

export const pgBoss: Peer = {
  name: 'pg-boss',
  settings:
    'sent in the command’s transaction; 500 jobs a fetch, fetched anew at once while they are full, else each 0.5 s or on a notification; the rows are written in the transaction that completes the jobs; jobs expire after 5 s',
  async serve({ databaseUrl }) {
    const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue(QUEUE, { expireInSeconds: 5, retryLimit: 10, notify: true });
    await boss.stop({ graceful: false });
    return { environment: { BENCH_DATABASE_URL: databaseUrl }, stop: () => Promise.resolve() };
  },
  async produce(environment) {
    const connectionString = environment['BENCH_DATABASE_URL'] ?? '';
    const sql = postgres(connectionString, { max: 16, onnotice: quiet });
    const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 2 });
    await boss.start();
    return {
      async save(cardId, sequence) {
        const event = peerEvent(cardId, sequence);
        await sql.begin(async (transaction) => {
          await transaction.unsafe(UPSERT_CARD, cardValues(event));
          await boss.send(QUEUE, event, { db: adapterOf(transaction) });
        });
      },
      async stop() {
        await boss.stop({ graceful: false });
        await sql.end({ timeout: 1 });
      },
    };
  },
  async consume(environment) {
    const connectionString = environment['BENCH_DATABASE_URL'] ?? '';
    const boss = new PgBoss({
      connectionString,
      schedule: false,
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 1,
      maintenanceIntervalSeconds: 60,
      useListenNotify: true,
    });
    boss.on('error', quiet);
    await boss.start();
    await boss.work<PeerEvent, unknown, { batchSize: number; transactional: true }>(
      QUEUE,
      { batchSize: 500, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true, transactional: true } as never,
      async (jobs, transaction) => {
        await transaction.executeSql(INSERT_FEED, [JSON.stringify(jobs.map(({ data }) => data))]);
      },
    );
    return { stop: () => boss.stop({ graceful: true, timeout: 5_000 }) };
  },
};

/**
 * pg-boss writes through the command's own transaction. Its parameters may hold JSON as text, which this client would
 * turn into a JSON string once more.
 */
function adapterOf(sql: TransactionSql) {
  const asJson = (value: unknown): unknown =>
    typeof value === 'string' && /^[[{]/.test(value) ? sql.json(JSON.parse(value) as never) : value;
  return {
    async executeSql(text: string, values: unknown[] = []) {
      return { rows: [...(await sql.unsafe(text, values.map(asJson) as never[]))] };
    },
  };
}
