import type { Sql } from 'postgres';
import { Gauge, type Registry } from 'prom-client';
import { countParked } from './administration/consumer-lag.js';
import { Cached } from './cached.js';
import type { InboxScope } from './inbox/cursors.js';
import { ALL_PARTITIONS } from './partition.js';
import type { Consumption } from './runtime/consumption.js';
import type { Publication } from './runtime/publication.js';
import type { Transport } from './transport.js';
import { within } from './within.js';

export interface GaugeParts {
  sql: Sql;
  transport: Transport;
  publication: Publication;
  consumption: Consumption;
}

/** The database is asked at most this often, whoever scrapes. */
const DATABASE_TTL_MS = 1_000;
const BROKER_TTL_MS = 10_000;
/** A scrape waits no longer for one of them. */
const TIMEOUT_MS = 2_000;

/**
 * Gauges of what lies in the database and in the broker, read when they are scraped. Every replica shows the same.
 * What can not be had is left out; the scrape goes through.
 */
export function registerGauges(registry: Registry, scope: InboxScope, parts: GaugeParts): void {
  const { sql, transport, publication, consumption } = parts;
  const consumer = { messaging_consumer_group_name: scope.consumer };
  const registers = [registry];
  const backlog = new Cached(() => within(TIMEOUT_MS, publication.outbox.backlog()), DATABASE_TTL_MS);
  const parked = new Cached(() => within(TIMEOUT_MS, countParked(sql, scope)), DATABASE_TTL_MS);
  const lag = new Cached(
    () => within(TIMEOUT_MS, transport.lag(scope.consumer, ALL_PARTITIONS)),
    BROKER_TTL_MS,
  );
  new Gauge({
    name: 'commonplace_outbox_depth',
    help: 'Events that are committed and not yet published',
    registers,
    async collect() {
      show(this, {}, (await backlog.get())?.depth);
    },
  });
  new Gauge({
    name: 'commonplace_outbox_oldest_age_seconds',
    help: 'Age of the oldest event that is committed and not yet published',
    registers,
    async collect() {
      show(this, {}, (await backlog.get())?.ageSeconds);
    },
  });
  new Gauge({
    name: 'commonplace_parked_events',
    help: 'Events in parking: waiting, retrying or dead',
    labelNames: ['messaging_consumer_group_name', 'status'],
    registers,
    async collect() {
      const counts = await parked.get();
      for (const status of ['waiting', 'retrying', 'dead'] as const)
        show(this, { ...consumer, status }, consumption.isConsuming ? counts?.[status] : undefined);
    },
  });
  new Gauge({
    name: 'commonplace_consumer_lag',
    help: 'Events in the broker that the consumer has not handled; none while the broker does not say',
    labelNames: ['messaging_system', 'messaging_consumer_group_name'],
    registers,
    async collect() {
      const labels = { messaging_system: transport.name, ...consumer };
      show(this, labels, consumption.isConsuming ? await lag.get() : undefined);
    },
  });
}

function show<L extends string>(
  gauge: Gauge<L>,
  labels: Partial<Record<L, string>>,
  value: number | undefined,
): void {
  if (value === undefined) gauge.remove(labels);
  else gauge.set(labels, value);
}
