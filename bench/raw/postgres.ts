import postgres, { type Sql } from 'postgres';
import { ALL_PARTITIONS } from '#eventing';
import { OPERATOR } from '../../infra/nats/topology.mjs';
import { Mailbox } from './mailbox.ts';
import type { EnvironmentOf, RawBroker, RawReader } from './raw-broker.ts';

const FETCH = 256;
const MAX_BYTES = 4 * 1024 * 1024;
const POLL_MS = 100;
const READ_AHEAD = 2_048;
const WAKE_CHANNEL = 'bus_wake';

interface Fetched {
  lane: number;
  position: string;
  body: string;
}

interface Position {
  partition: number;
  position: number;
}

/**
 * The Postgres bus by hand: its own functions, called without anything between. Publishing: the whole batch in one
 * call, then a notification, not waited for. Reading: one `bus.fetch` for all lanes at a time, woken by the
 * notification and each 100 ms; `bus.acknowledge` with the last position of each lane of a batch.
 */
export function rawPostgres(environmentOf: EnvironmentOf, adminUrl: string): Promise<RawBroker> {
  const clientOf = (identity: string): Sql =>
    postgres(environmentOf(identity)['BUS_DATABASE_URL'] ?? '', { max: 2, onnotice: () => undefined });
  const producer = clientOf('cards');
  const consumer = clientOf('feeds');
  const busUrl = new URL(environmentOf(OPERATOR)['BUS_DATABASE_URL'] ?? '');
  const admin = new URL(adminUrl);
  admin.pathname = busUrl.pathname;
  return Promise.resolve({
    async publish(events) {
      await producer`select bus.publish(
          ${events.map((event) => event.partition)}::smallint[], ${events.map((event) => event.eventId)}::text[],
          ${events.map((event) => event.type)}::text[], ${events.map((event) => event.aggregateId)}::text[],
          ${events.map((event) => event.body)}::text[])`;
      void producer.notify(WAKE_CHANNEL, '');
    },
    read: () => reader(consumer),
    async empty() {
      const sql = postgres(admin.href, { max: 1, onnotice: () => undefined });
      await sql`truncate bus.events`;
      await sql`update bus.acknowledged a set position = bus.last_of(p.positions)
          from bus.partitions p where p.partition = a.partition`;
      await sql.end();
    },
    async close() {
      await Promise.all([producer.end({ timeout: 1 }), consumer.end({ timeout: 1 })]);
    },
  });
}

async function reader(sql: Sql): Promise<RawReader> {
  const mailbox = new Mailbox();
  const wake = new Mailbox();
  const state = { stopping: false, woken: false };
  const lanes = await Promise.all(
    ALL_PARTITIONS.map(async (partition) => {
      const [row] = await sql<{ epoch: string; position: string }[]>`
        select epoch, position from bus.open('feeds', ${partition}::smallint)`;
      return { partition, epoch: row?.epoch ?? '0', after: Number(row?.position ?? 0) };
    }),
  );
  const epochs = lanes.map(({ epoch }) => epoch);
  const listening = await sql.listen(WAKE_CHANNEL, () => {
    state.woken = true;
    wake.wake();
  });
  const poll = setInterval(() => {
    state.woken = true;
    wake.wake();
  }, POLL_MS);
  const loop = (async () => {
    while (!state.stopping) {
      state.woken = false;
      const rows = await sql<Fetched[]>`
        select lane, position, body from bus.fetch(${lanes.map(() => 'feeds')}::text[], ${[...ALL_PARTITIONS]}::smallint[],
          ${epochs}::bigint[], ${lanes.map(({ after }) => after)}::bigint[], ${lanes.map(() => FETCH)}::int[], ${MAX_BYTES})`;
      for (const { lane, position, body } of rows) {
        const of = lanes[lane];
        if (of === undefined) continue;
        of.after = Number(position);
        mailbox.push({ body, token: { partition: of.partition, position: of.after } satisfies Position });
      }
      const isFull = (): boolean => mailbox.size > READ_AHEAD;
      const maySleep = (): boolean => !state.stopping && (isFull() || (rows.length === 0 && !state.woken));
      while (maySleep()) await wake.take(1, () => !maySleep());
    }
  })();
  return {
    async next(max) {
      const messages = await mailbox.take(max, () => state.stopping);
      wake.wake();
      return messages;
    },
    ack(messages) {
      const last = new Map<number, number>();
      for (const { token } of messages) {
        const { partition, position } = token as Position;
        last.set(partition, Math.max(position, last.get(partition) ?? 0));
      }
      const partitions = [...last.keys()];
      sql`select bus.acknowledge(${partitions.map(() => 'feeds')}::text[], ${partitions}::smallint[],
        ${partitions.map((partition) => epochs[partition] ?? '0')}::bigint[], ${[...last.values()]}::bigint[])`.catch(
        () => undefined,
      );
    },
    async stop() {
      state.stopping = true;
      clearInterval(poll);
      wake.wake();
      mailbox.wake();
      await loop;
      await listening.unlisten();
    },
  };
}
