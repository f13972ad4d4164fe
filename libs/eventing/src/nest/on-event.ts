import { EventPattern } from '@nestjs/microservices';
import type { EventEnvelope } from '../envelope.js';
import type { UnitOfWork } from '../event-log/event-log.js';

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

/** Kept by Nest as the handler's `extras`; the event server reads it. */
export interface HandlerExtras {
  contract: EventClass;
  batch: boolean;
}

/** Marks a controller's method as the handler of one event: `(event: EventEnvelope<T>, context: EventContext)`. */
export function OnEvent(contract: EventClass): MethodDecorator {
  return pattern({ contract, batch: false });
}

/**
 * Marks a controller's method as the handler of many events of one type at once:
 * `(events: readonly EventEnvelope<T>[], context: EventBatchContext)`.
 *
 * Events of one aggregate are in order; those of different aggregates are in no order, and other lanes write at
 * the same time: a multi-row write must sort its rows by key, or two lanes deadlock.
 */
export function OnEvents(contract: EventClass): MethodDecorator {
  return pattern({ contract, batch: true });
}

function pattern(extras: HandlerExtras): MethodDecorator {
  return EventPattern<string>(extras.contract.type, { ...extras });
}
