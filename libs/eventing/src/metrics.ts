import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Labels of what is about one type of event on one transport. */
export type EventLabel = 'messaging_system' | 'messaging_destination_name';
/** … and at one consumer. */
export type ConsumerLabel = EventLabel | 'messaging_consumer_group_name';

/**
 * The engine's counters and histograms in one registry. Names and labels are those of OpenTelemetry's messaging
 * conventions in Prometheus' spelling where there are such; ours begin with `commonplace_`. docs/metrics.md says
 * what each is for, and a spec holds that page and this registry against each other.
 */
export class EventingMetrics {
  readonly published: Counter<EventLabel | 'messaging_operation_name'>;
  readonly publishFailed: Counter<EventLabel | 'error_type'>;
  readonly relayBatch: Histogram;
  readonly delivered: Counter<ConsumerLabel | 'messaging_operation_name'>;
  readonly handled: Counter<ConsumerLabel>;
  readonly failed: Counter<ConsumerLabel | 'error_type'>;
  readonly parked: Counter<ConsumerLabel | 'reason'>;
  readonly dead: Counter<ConsumerLabel | 'error_type'>;
  readonly duplicates: Counter<ConsumerLabel>;
  readonly inversions: Counter<ConsumerLabel>;
  readonly redelivered: Counter<ConsumerLabel>;
  readonly malformed: Counter<'messaging_system' | 'messaging_consumer_group_name'>;
  readonly healRequests: Counter<'messaging_consumer_group_name'>;
  readonly gapsHealed: Counter<ConsumerLabel>;
  readonly handlerDuration: Histogram<ConsumerLabel | 'error_type'>;
  readonly transactionDuration: Histogram<'messaging_consumer_group_name'>;
  readonly commitToHandled: Histogram<ConsumerLabel>;
  readonly lanesOwned: Gauge<'role'>;
  readonly paused: Gauge<'messaging_consumer_group_name'>;

  /** @param system what carries the events: `nats`, `postgres`, … */
  constructor(
    registry: Registry,
    readonly system = 'nats',
  ) {
    const registers = [registry];
    const event = ['messaging_system', 'messaging_destination_name'] as const;
    const consumer = [...event, 'messaging_consumer_group_name'] as const;
    const ofConsumer = <L extends string>(name: string, help: string, ...more: L[]) =>
      new Counter<ConsumerLabel | L>({ name, help, labelNames: [...consumer, ...more], registers });
    this.published = new Counter({
      name: 'messaging_client_sent_messages_total',
      help: 'Integration events that the broker has stored durably',
      labelNames: [...event, 'messaging_operation_name'],
      registers,
    });
    this.publishFailed = new Counter({
      name: 'commonplace_events_publish_failed_total',
      help: 'Attempts to publish an event that the broker did not acknowledge',
      labelNames: [...event, 'error_type'],
      registers,
    });
    this.relayBatch = new Histogram({
      name: 'commonplace_relay_batch_size',
      help: 'Events read from the outbox at once',
      buckets: [1, 4, 16, 64, 256, 1_000],
      registers,
    });
    this.delivered = ofConsumer(
      'messaging_client_consumed_messages_total',
      'Events as the broker delivered them, duplicates too',
      'messaging_operation_name',
    );
    this.handled = ofConsumer('commonplace_events_handled_total', 'Events whose effects are committed');
    this.failed = ofConsumer(
      'commonplace_events_failed_total',
      'Attempts of a handler that failed',
      'error_type',
    );
    this.parked = ofConsumer(
      'commonplace_events_parked_total',
      'Events set aside: gap, failed, invalid, unknown-version',
      'reason',
    );
    this.dead = ofConsumer(
      'commonplace_events_dead_total',
      'Events given up until an operator decides',
      'error_type',
    );
    this.duplicates = ofConsumer(
      'commonplace_events_duplicates_total',
      'Deliveries without an effect: handled or parked already',
    );
    this.inversions = ofConsumer(
      'commonplace_events_inversions_total',
      'Deliveries that came before their predecessor',
    );
    this.redelivered = ofConsumer(
      'commonplace_events_redelivered_total',
      'Deliveries that the broker marked as not the first',
    );
    this.malformed = new Counter({
      name: 'commonplace_events_malformed_total',
      help: 'Messages that are no event, and were dropped',
      labelNames: ['messaging_system', 'messaging_consumer_group_name'],
      registers,
    });
    this.healRequests = new Counter({
      name: 'commonplace_gap_heal_requests_total',
      help: 'Requests to a producer to publish a missing range again',
      labelNames: ['messaging_consumer_group_name'],
      registers,
    });
    this.gapsHealed = ofConsumer(
      'commonplace_gaps_healed_total',
      'Events that had waited for a predecessor and were handled after all',
    );
    this.handlerDuration = new Histogram({
      name: 'messaging_process_duration_seconds',
      help: 'Time of one call of a handler, of one event or of a batch of one type',
      labelNames: [...consumer, 'error_type'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    this.transactionDuration = new Histogram({
      name: 'commonplace_inbox_transaction_duration_seconds',
      help: 'Time of one transaction of the inbox, from begin to commit, with all its handlers',
      labelNames: ['messaging_consumer_group_name'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    this.commitToHandled = new Histogram({
      name: 'commonplace_commit_to_handled_seconds',
      help: "From an event's own time, just before its commit, to the commit of its effects",
      labelNames: [...consumer],
      buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 300],
      registers,
    });
    this.lanesOwned = new Gauge({
      name: 'commonplace_lanes_owned',
      help: 'Partitions that this replica owns: of the relay, or of a consumer',
      labelNames: ['role'],
      registers,
    });
    this.paused = new Gauge({
      name: 'commonplace_consumer_paused',
      help: '1 while operators have the consumer paused and this replica obeys',
      labelNames: ['messaging_consumer_group_name'],
      registers,
    });
  }

  /** The labels of one type of event. */
  event(type: string): Record<EventLabel, string> {
    return { messaging_system: this.system, messaging_destination_name: type };
  }

  /** The labels of one type of event at a consumer. */
  at(consumer: string, type: string): Record<ConsumerLabel, string> {
    return { ...this.event(type), messaging_consumer_group_name: consumer };
  }
}

/** Counts by type of event, so that a batch is told to a metric once for each type: per event, that shows in a profile. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(type: string): void {
    this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
  }
}

/** What an error is counted under: its stable code where it has one, else its name. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER';
  return 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : error.name;
}
