import { ApiProperty } from '@nestjs/swagger';
import {
  type AuditRecord,
  type ConsumerControl,
  type ConsumerLag,
  PARKED_STATUSES,
  type ParkedEvent,
  type ParkedEventDetail,
  type ParkedGroup,
  type ParkedStatus,
  type PartitionLag,
  type ServiceLag,
} from '#eventing';

const integer = (description?: string) => ({
  type: 'integer' as const,
  ...(description === undefined ? {} : { description }),
});
const orNull = <T extends object>(of: T): T & { nullable: true } => ({ ...of, nullable: true });
const time = { type: String, format: 'date-time' };
const next = { type: String, nullable: true, description: 'The cursor of the next page' } as const;

export class ParkedGroupBody implements ParkedGroup {
  @ApiProperty()
  consumer!: string;

  @ApiProperty({ enum: PARKED_STATUSES })
  status!: ParkedStatus;

  @ApiProperty()
  type!: string;

  @ApiProperty({
    description:
      "The error's first line without what differs from event to event; empty for events that only wait",
  })
  signature!: string;

  @ApiProperty(integer())
  count!: number;

  @ApiProperty(time)
  oldestAt!: string;

  @ApiProperty({ format: 'uuid', description: 'Id of the longest parked of them' })
  exampleId!: string;
}

export class ParkedGroupPage {
  @ApiProperty({ type: [ParkedGroupBody] })
  items!: ParkedGroupBody[];

  @ApiProperty(next)
  next!: string | null;
}

export class ParkedEventBody implements ParkedEvent {
  @ApiProperty()
  consumer!: string;

  @ApiProperty({ format: 'uuid' })
  eventId!: string;

  @ApiProperty()
  source!: string;

  @ApiProperty()
  type!: string;

  @ApiProperty()
  aggregateId!: string;

  @ApiProperty(integer('Dense per aggregate'))
  sequence!: number;

  @ApiProperty(integer())
  partition!: number;

  @ApiProperty({ enum: PARKED_STATUSES })
  status!: ParkedStatus;

  @ApiProperty({ enum: ['gap', 'lost', 'failed', 'permanent', 'invalid', 'unknown-version'] })
  reason!: string;

  @ApiProperty()
  signature!: string;

  @ApiProperty(integer('Since it was parked, or since an operator last had it tried again'))
  attempts!: number;

  @ApiProperty(integer())
  totalAttempts!: number;

  @ApiProperty(time)
  parkedAt!: string;

  @ApiProperty(orNull(time))
  failedAt!: string | null;

  @ApiProperty({ ...orNull(time), description: 'Null unless it will be tried again by itself' })
  nextAttemptAt!: string | null;
}

export class ParkedEventPage {
  @ApiProperty({ type: [ParkedEventBody] })
  items!: ParkedEventBody[];

  @ApiProperty(next)
  next!: string | null;
}

class WaitingEventBody {
  @ApiProperty({ format: 'uuid' })
  eventId!: string;

  @ApiProperty(integer())
  sequence!: number;

  @ApiProperty()
  type!: string;
}

class BehindBody {
  @ApiProperty(integer())
  count!: number;

  @ApiProperty({ type: [WaitingEventBody], description: 'The first 20' })
  first!: WaitingEventBody[];
}

export class ParkedEventDetailBody extends ParkedEventBody implements ParkedEventDetail {
  @ApiProperty(orNull({ type: String, description: 'The last error with its stack and causes' }))
  error!: string | null;

  @ApiProperty({ description: 'Of the service, when it was parked' })
  serviceVersion!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Its CloudEvents attributes' })
  envelope!: ParkedEventDetail['envelope'];

  @ApiProperty({ type: 'object', additionalProperties: true })
  payload!: unknown;

  @ApiProperty(integer('Sequence of the last event of the aggregate that was handled'))
  cursor!: number;

  @ApiProperty({ description: 'Nothing of its aggregate comes before it' })
  isNext!: boolean;

  @ApiProperty({ type: BehindBody, description: 'What of its aggregate waits behind it' })
  behind!: BehindBody;
}

export class RetriedBody {
  @ApiProperty(integer('Events that are tried again now'))
  retried!: number;
}

export class RepublishedBody {
  @ApiProperty(integer('Events that are published again now'))
  republished!: number;
}

export class ConsumerControlBody implements ConsumerControl {
  @ApiProperty()
  paused!: boolean;

  @ApiProperty()
  reason!: string;

  @ApiProperty()
  changedBy!: string;

  @ApiProperty(time)
  changedAt!: string;
}

class PartitionLagBody implements PartitionLag {
  @ApiProperty(integer())
  partition!: number;

  @ApiProperty(orNull({ type: String, description: 'The replica that handles it' }))
  owner!: string | null;

  @ApiProperty(orNull(integer('In the broker; null when it does not say')))
  unhandled!: number | null;
}

class ParkedCountsBody {
  @ApiProperty(integer())
  waiting!: number;

  @ApiProperty(integer())
  retrying!: number;

  @ApiProperty(integer())
  dead!: number;
}

class ConsumerLagBody implements ConsumerLag {
  @ApiProperty()
  consumer!: string;

  @ApiProperty(orNull(integer('In the broker, not yet handled; null when it does not say')))
  unhandled!: number | null;

  @ApiProperty({ required: false, description: 'Why the broker does not say' })
  brokerError?: string;

  @ApiProperty({ type: ParkedCountsBody })
  parked!: ParkedCountsBody;

  @ApiProperty(orNull({ type: ConsumerControlBody, description: 'Null when nobody ever paused it' }))
  control!: ConsumerControlBody | null;

  @ApiProperty({ type: [PartitionLagBody] })
  partitions!: PartitionLagBody[];
}

class OutboxBody {
  @ApiProperty(integer('Events that are committed and not yet published'))
  depth!: number;

  @ApiProperty({ description: 'Age of the oldest of them' })
  oldestAgeSeconds!: number;
}

export class ServiceLagBody implements ServiceLag {
  @ApiProperty({ type: OutboxBody })
  outbox!: OutboxBody;

  @ApiProperty({ type: [ConsumerLagBody], description: 'None for a service that handles no events' })
  consumers!: ConsumerLagBody[];
}

export class AuditRecordBody implements AuditRecord {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty(time)
  at!: string;

  @ApiProperty()
  operator!: string;

  @ApiProperty({ enum: ['retry', 'discard', 'pause', 'resume', 'republish'] })
  action!: AuditRecord['action'];

  @ApiProperty(orNull({ type: String }))
  consumer!: string | null;

  @ApiProperty(orNull({ type: String }))
  reason!: string | null;

  @ApiProperty(integer('How many events it was about'))
  events!: number;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The event, filter or range' })
  target!: Record<string, unknown>;

  @ApiProperty(orNull({ type: String, description: 'The whole event as it came, when it was discarded' }))
  body!: string | null;
}

export class AuditPage {
  @ApiProperty({ type: [AuditRecordBody] })
  items!: AuditRecordBody[];

  @ApiProperty(next)
  next!: string | null;
}
