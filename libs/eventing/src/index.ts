export { Administration, type ServiceLag } from './administration/administration.js';
export { AdministrationError, type AdministrationCode } from './administration/administration-error.js';
export type { AuditRecord } from './administration/audit.js';
export type { ConsumerControl } from './administration/consumer-controls.js';
export type { ConsumerLag, PartitionLag } from './administration/consumer-lag.js';
export {
  PARKED_STATUSES,
  type ParkedEvent,
  type ParkedEventDetail,
  type ParkedFilter,
  type ParkedGroup,
  type ParkedStatus,
} from './administration/parked-events.js';
export { causedBy, type Causation } from './causation.js';
export { currentLogFields, logFieldsOfRequest } from './log-fields.js';
export {
  ChangeLog,
  isNews,
  recordChanges,
  type Change,
  type ChangePage,
  type NumberedChange,
} from './change-log/change-log.js';
export { toCloudEvent, type CloudEvent, type EventEnvelope } from './envelope.js';
export { ConcurrencyConflict, type AggregateChange, type DomainEvent } from './event-log/aggregate-change.js';
export { EventHistory } from './event-log/event-history.js';
export { EventLog, type UnitOfWork } from './event-log/event-log.js';
export { retryOnConflict } from './event-log/retry-on-conflict.js';
export { PermanentError, type RetryPolicy } from './inbox/retry-policy.js';
export { together } from './event-log/together.js';
export type { Upcaster } from './inbox/upcasting.js';
export { EventingMetrics } from './metrics.js';
export { EventingModule, TRANSPORT, type EventingOptions } from './nest/eventing.module.js';
export { EventServer } from './nest/event-server.js';
export { HandlerErrorFilter } from './nest/handler-errors.js';
export {
  OnEvent,
  OnEvents,
  type EventBatchContext,
  type EventContext,
  type HandlerOptions,
} from './nest/on-event.js';
export type { JointTransaction } from './joint-transaction.js';
export { ALL_PARTITIONS, partitionOf } from './partition.js';
export { Consumption } from './runtime/consumption.js';
export { isDatabaseAway, isTransient } from './postgres-errors.js';
export { Publication } from './runtime/publication.js';
export { beginSpan, recordSpans } from './tracing/spans.js';
export { spanContextOf, traceparentOf } from './tracing/trace-context.js';
export { onlyOnce, TransactionPool } from './transaction-pool.js';
export type { Transport } from './transport.js';
export { connectTransport, TRANSPORT_NAMES, type TransportName } from './transports/connect.js';
export { NatsTransport } from './transports/nats/nats-transport.js';
