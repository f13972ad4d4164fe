import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { connect, createInbox, headers, type NatsConnection, nkeyAuthenticator } from 'nats';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { ALL_PARTITIONS, EventingMetrics, NatsTransport, Publication } from '#eventing';
import { migrate } from '#platform';
import { ROOT } from '../infra/dev/paths.mjs';
import { startNats } from '../infra/dev/servers/nats.mjs';
import { startPostgres } from '../infra/dev/servers/postgres.mjs';
import { identityOf, makeIdentities } from '../infra/nats/identities.mjs';
import { provisionNats } from '../infra/nats/provision.mjs';
import { type Figure, figure, interleave, spread } from './figures.ts';
import { type BenchOptions, inFolder, natsProgram, quiet, until } from './run.ts';

const EVENTS = 20_000;
const AGGREGATES = 5_000;
const BODY_BYTES = 1_024;

interface Parts {
  sql: Sql;
  newPublication: () => Publication;
  /** The producer's identity, for the loops by hand. */
  raw: NatsConnection;
  operator: NatsConnection;
}

/** Drains an outbox of 20,000 events into JetStream, beside a loop by hand and beside awaited `js.publish`. */
export async function relayBench(options: BenchOptions): Promise<Figure[]> {
  return inFolder(options, async (folder) => {
    const identities = makeIdentities();
    const pg = await startPostgres({ dataDir: join(folder, 'postgres'), log: quiet });
    const nats = await startNats({
      dataDir: join(folder, 'nats'),
      program: await natsProgram(options),
      identities,
      log: quiet,
    });
    const sql = postgres(pg.url, { max: 10, connection: { search_path: 'cards' }, onnotice: quiet });
    const as = (name: string): Promise<NatsConnection> =>
      connect({
        servers: nats.url,
        inboxPrefix: `_INBOX_${name}`,
        authenticator: nkeyAuthenticator(new TextEncoder().encode(identityOf(identities, name).seed)),
      });
    try {
      await provisionNats({ url: nats.url, seed: identityOf(identities, 'operator').seed });
      await sql`create schema cards`;
      await migrate({
        url: pg.url,
        schema: 'cards',
        sources: [{ name: 'eventing', folder: join(ROOT, 'libs/eventing/migrations') }],
      });
      const transport = await NatsTransport.connect({
        servers: nats.url,
        nkeySeed: identityOf(identities, 'cards').seed,
        name: 'bench',
        inboxPrefix: '_INBOX_cards',
      });
      const relaySql = postgres(pg.url, {
        max: 3,
        connection: { search_path: 'cards', synchronous_commit: 'off' },
        onnotice: quiet,
      });
      const metrics = new EventingMetrics(new Registry());
      const newPublication = (): Publication =>
        new Publication(
          {
            source: '/services/cards',
            replica: 'bench',
            incarnation: randomUUID(),
            leaseTtlMs: 6_000,
            retentionDays: 30,
          },
          { sql, relaySql, transport, metrics },
        );
      const parts: Parts = { sql, newPublication, raw: await as('cards'), operator: await as('operator') };
      const figures = await measure(parts, options);
      await Promise.all([parts.raw.close(), parts.operator.close(), transport.close(), relaySql.end()]);
      return figures;
    } finally {
      await sql.end({ timeout: 1 });
      await nats.stop();
      await pg.stop();
    }
  });
}

async function measure(parts: Parts, options: BenchOptions): Promise<Figure[]> {
  const { sql } = parts;
  const timed = async (name: string, drain: () => Promise<void>): Promise<number> => {
    await parts.operator.request('$JS.API.STREAM.PURGE.EVENTS', '', { timeout: 30_000 });
    await sql`truncate outbox, outbox_pending`;
    await fillOutbox(sql);
    const startedAt = performance.now();
    await drain();
    const rate = EVENTS / ((performance.now() - startedAt) / 1_000);
    options.say(`  ${name}: ${String(Math.round(rate))} events/s`);
    return rate;
  };
  const rates = await interleave(options.pairs, {
    relay: async () => {
      // Leases are taken on an empty outbox, so that what is measured is the drain.
      await sql`truncate outbox, outbox_pending`;
      const publication = parts.newPublication();
      await publication.start();
      return timed('relay', async () => {
        publication.afterCommit(new Set(ALL_PARTITIONS));
        await until(async () => (await sql`select 1 from outbox_pending limit 1`).length === 0);
      }).finally(() => publication.stop());
    },
    loop: () => timed('loop by hand', () => drainByHand(parts)),
    awaited: () => timed('js.publish, 256 in flight', () => drainAwaited(parts)),
  });
  const relay = spread(rates.relay);
  options.say(
    `  relay ${String(Math.round(relay.min))}–${String(Math.round(relay.max))} events/s over ${String(options.pairs)} rounds`,
  );
  return [
    figure('relay drain, limit: loop by hand', 'events/s', relay.median, spread(rates.loop).median),
    figure(
      'relay drain, limit: js.publish with 256 in flight',
      'events/s',
      relay.median,
      spread(rates.awaited).median,
    ),
  ];
}

async function fillOutbox(sql: Sql): Promise<void> {
  await sql`
    with logged as (
      insert into outbox (event_id, type, aggregate_id, sequence, partition, body)
      select gen_random_uuid(), 'events.cards.counted.v1', 'aggregate-' || n % ${AGGREGATES}::int, n / ${AGGREGATES}::int + 1,
        n % ${AGGREGATES}::int % 16, repeat('x', ${BODY_BYTES}::int)
      from generate_series(0, ${EVENTS - 1}::int) n
      returning position, day, partition
    )
    insert into outbox_pending (position, day, partition) select position, day, partition from logged`;
  await sql`analyze outbox, outbox_pending`;
}

interface Row {
  position: string;
  event_id: string;
  type: string;
  partition: number;
  body: string;
}

function nextRows(sql: Sql): Promise<Row[]> {
  return sql<Row[]>`
    select p.position::text, o.event_id, o.type, o.partition, o.body
    from (select position, day from outbox_pending order by position limit 1000) p
    join outbox o on o.day = p.day and o.position = p.position order by p.position`;
}

async function markRows(sql: Sql, rows: readonly Row[]): Promise<void> {
  await sql`delete from outbox_pending where position = any(${rows.map((row) => row.position)}::bigint[])`;
}

/** The least that does the same: read, publish with one wildcard reply inbox, wait for all, delete. */
async function drainByHand({ sql, raw }: Parts): Promise<void> {
  const inbox = createInbox('_INBOX_cards');
  let acknowledged = 0;
  let waiting: { count: number; resolve: () => void } | undefined;
  const subscription = raw.subscribe(`${inbox}.*`, {
    callback: () => {
      acknowledged += 1;
      if (acknowledged === waiting?.count) waiting.resolve();
    },
  });
  let sent = 0;
  for (let rows = await nextRows(sql); rows.length > 0; rows = await nextRows(sql)) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    waiting = { count: sent + rows.length, resolve: () => resolve(undefined) };
    for (const row of rows) {
      const header = headers();
      header.set('Nats-Msg-Id', row.event_id);
      raw.publish(subjectOf(row), row.body, { reply: `${inbox}.${String(sent++)}`, headers: header });
    }
    await promise;
    await markRows(sql, rows);
  }
  subscription.unsubscribe();
}

/** The client's own way: a promise a message, 256 of them at once. */
async function drainAwaited({ sql, raw }: Parts): Promise<void> {
  const jetstream = raw.jetstream();
  for (let rows = await nextRows(sql); rows.length > 0; rows = await nextRows(sql)) {
    const queue = [...rows].reverse();
    const worker = async (): Promise<void> => {
      for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
        await jetstream.publish(subjectOf(row), row.body, { msgID: row.event_id });
      }
    };
    await Promise.all(Array.from({ length: 256 }, worker));
    await markRows(sql, rows);
  }
}

function subjectOf(row: Row): string {
  return `${row.type}.${String(row.partition).padStart(2, '0')}`;
}
