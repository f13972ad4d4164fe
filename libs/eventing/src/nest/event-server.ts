import { Injectable } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { HandlerRegistry, type RegisteredHandler } from '../inbox/handlers.js';
import type { Consumption } from '../runtime/consumption.js';
import type { HandlerExtras } from './on-event.js';

/**
 * Nest's side of the engine: a custom transport whose handlers are ordinary controller methods marked with
 * `@OnEvent` or `@OnEvents`. Listening means owning lanes; closing means letting go of them in order.
 */
@Injectable()
export class EventServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('commonplace-events');
  readonly #consumption: Consumption;
  readonly #knownTypes: ReadonlySet<string>;

  constructor(consumption: Consumption, knownTypes: ReadonlySet<string>) {
    super();
    this.#consumption = consumption;
    this.#knownTypes = knownTypes;
  }

  listen(callback: (error?: unknown) => void): void {
    this.#consumption.start(this.#registry()).then(() => {
      callback();
    }, callback);
  }

  async close(): Promise<void> {
    await this.#consumption.stop();
  }

  on(): never {
    throw new Error('The event server has no client events; see the metrics and the log');
  }

  unwrap(): never {
    throw new Error('The event server wraps no client of its own: inject the Transport');
  }

  #registry(): HandlerRegistry {
    const handlers = new Map<string, RegisteredHandler>();
    for (const [pattern, handler] of this.messageHandlers) {
      const extras = handler.extras as HandlerExtras | undefined;
      if (extras?.contract === undefined) {
        throw new Error(`The handler of "${pattern}" is not marked with @OnEvent or @OnEvents`);
      }
      if (handler.next !== undefined) {
        throw new Error(
          `Two handlers of "${pattern}" in one service: let one method do both, in one transaction`,
        );
      }
      handlers.set(pattern, { ...extras, invoke: invokerOf(handler) });
    }
    return new HandlerRegistry(handlers, this.#knownTypes);
  }
}

function invokerOf(handler: MessageHandler): RegisteredHandler['invoke'] {
  return async (payload, context) => {
    const result: unknown = await handler(payload, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  };
}
