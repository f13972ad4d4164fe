import { EventPattern } from '@nestjs/microservices';
import type { EventEnvelope } from '../envelope.js';
import type { UnitOfWork } from '../event-log/event-log.js';
import { checkRetryPolicy, type RetryPolicy } from '../inbox/retry-policy.js';

/** A contract class: a class-validator DTO with its published type. */
export interface EventClass<T extends object = object> {
  new (): T;
  readonly type: string;
}

/** What a handler of one event works with. */
export interface EventContext {
  /** The batch's transaction: the handler's effects, its appended events and the cursors commit together. */
  readonly uow: UnitOfWork;
  readonly envelope: EventEnvelope;
}

/** What a handler of many events of one type works with. */
export interface EventBatchContext {
  readonly uow: UnitOfWork;
}

export interface HandlerOptions {
  /**
   * When a failing event is tried again and when it is given up; what is left out is as `RETRY_DEFAULTS` says. A
   * `PermanentError`, and a payload that is not valid, are given up at once.
   */
  retry?: Partial<RetryPolicy>;
}

/** Kept by Nest as the handler's `extras`; the event server reads it. */
export interface HandlerExtras {
  contract: EventClass;
  batch: boolean;
  retry?: Partial<RetryPolicy> | undefined;
}

/** Marks a controller's method as the handler of one event: `(event: EventEnvelope<T>, context: EventContext)`. */
export function OnEvent(contract: EventClass, options: HandlerOptions = {}): MethodDecorator {
  return pattern({ contract, batch: false, retry: options.retry });
}

/**
 * Marks a controller's method as the handler of many events of one type at once:
 * `(events: readonly EventEnvelope<T>[], context: EventBatchContext)`.
 *
 * Events of one aggregate are in order; those of different aggregates are in no order, and other lanes write at
 * the same time: a multi-row write must sort its rows by key, or two lanes deadlock.
 */
export function OnEvents(contract: EventClass, options: HandlerOptions = {}): MethodDecorator {
  return pattern({ contract, batch: true, retry: options.retry });
}

function pattern(extras: HandlerExtras): MethodDecorator {
  checkRetryPolicy(extras.retry ?? {});
  return EventPattern<string>(extras.contract.type, { ...extras });
}
