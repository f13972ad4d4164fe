import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The engine's metrics in one registry. Names follow OpenTelemetry's messaging conventions where one exists. */
export class EventingMetrics {
  readonly published: Counter<'type'>;
  readonly publishFailed: Counter<'type'>;
  readonly relayBatch: Histogram;
  readonly handled: Counter<'type'>;
  readonly skipped: Counter<'reason'>;
  readonly failed: Counter<'type'>;
  readonly parked: Counter<'reason'>;
  readonly healRequests: Counter;
  readonly handlerDuration: Histogram;
  readonly lanesOwned: Gauge<'role'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.published = new Counter({
      name: 'messaging_client_published_messages_total',
      help: 'Integration events that the broker has stored durably',
      labelNames: ['type'],
      registers,
    });
    this.publishFailed = new Counter({
      name: 'commonplace_events_publish_failed_total',
      help: 'Attempts to publish an event that the broker did not acknowledge',
      labelNames: ['type'],
      registers,
    });
    this.relayBatch = new Histogram({
      name: 'commonplace_relay_batch_size',
      help: 'Events read from the outbox at once',
      buckets: [1, 4, 16, 64, 256, 1_000],
      registers,
    });
    this.handled = new Counter({
      name: 'messaging_client_consumed_messages_total',
      help: 'Events whose effects are committed',
      labelNames: ['type'],
      registers,
    });
    this.skipped = new Counter({
      name: 'commonplace_events_skipped_total',
      help: 'Deliveries without an effect: duplicates, and messages that are no event',
      labelNames: ['reason'],
      registers,
    });
    this.failed = new Counter({
      name: 'commonplace_events_failed_total',
      help: 'Attempts of a handler that failed',
      labelNames: ['type'],
      registers,
    });
    this.parked = new Counter({
      name: 'commonplace_events_parked_total',
      help: 'Events set aside: gap, failed, invalid, unknown-version',
      labelNames: ['reason'],
      registers,
    });
    this.healRequests = new Counter({
      name: 'commonplace_gap_heal_requests_total',
      help: 'Requests to a producer to publish a missing range again',
      registers,
    });
    this.handlerDuration = new Histogram({
      name: 'messaging_process_duration_seconds',
      help: 'Time of one batch in the inbox, from begin to commit',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    this.lanesOwned = new Gauge({
      name: 'commonplace_lanes_owned',
      help: 'Partitions that this replica owns',
      labelNames: ['role'],
      registers,
    });
  }
}
