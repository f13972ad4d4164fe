import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { EventEnvelope } from '../envelope.js';
import type { EventClass } from '../nest/on-event.js';
import type { RetryPolicy } from './retry-policy.js';

/** A handler as the inbox calls it. Rejects with the handler's own error. */
export interface RegisteredHandler {
  contract: EventClass;
  /** Takes all events of a group in one call. */
  batch: boolean;
  /** What differs from the consumer's own policy. */
  retry?: Partial<RetryPolicy> | undefined;
  invoke(payload: unknown, context: object): Promise<void>;
}

/** What is to be done with an event when its turn comes. */
export type Preparation =
  | { kind: 'handle'; handler: RegisteredHandler; event: EventEnvelope }
  /** No handler here: only the cursor moves. */
  | { kind: 'pass' }
  /** Can not be handled by this version of the service. */
  | { kind: 'refuse'; reason: 'invalid' | 'unknown-version'; message: string };

/** A consumer's handlers by event type, and what it does with types that have none. */
export class HandlerRegistry {
  readonly #handlers: ReadonlyMap<string, RegisteredHandler>;
  readonly #knownTypes: ReadonlySet<string>;
  readonly #handledNames: ReadonlySet<string>;

  /** @param knownTypes every type that this build's contracts know; others are newer than this service. */
  constructor(handlers: ReadonlyMap<string, RegisteredHandler>, knownTypes: ReadonlySet<string>) {
    this.#handlers = handlers;
    this.#knownTypes = knownTypes;
    this.#handledNames = new Set([...handlers.keys()].map(withoutVersion));
  }

  get types(): string[] {
    return [...this.#handlers.keys()];
  }

  /** CloudEvents sources of what is handled: `/services/cards` for `events.cards.…`. */
  get sources(): string[] {
    return [...new Set(this.types.map((type) => `/services/${type.split('.')[1] ?? ''}`))];
  }

  /** Finds the handler and checks the payload. Fields that the contract does not know are let through: readers are open. */
  prepare(envelope: EventEnvelope): Preparation {
    const handler = this.#handlers.get(envelope.type);
    if (handler === undefined) {
      // A version that came after this build, of an event that matters here: it must not be passed over.
      const isNewerVersion =
        !this.#knownTypes.has(envelope.type) && this.#handledNames.has(withoutVersion(envelope.type));
      if (!isNewerVersion) return { kind: 'pass' };
      return {
        kind: 'refuse',
        reason: 'unknown-version',
        message: `This version of the service does not know ${envelope.type}`,
      };
    }
    let data: object;
    let errors: ValidationError[];
    try {
      data = plainToInstance(handler.contract, envelope.data ?? {});
      errors = validateSync(data, { forbidUnknownValues: true });
    } catch (error) {
      // A payload built to break the libraries: nested thousands deep, or with a key such as "constructor".
      const message = error instanceof Error ? error.message : String(error);
      return {
        kind: 'refuse',
        reason: 'invalid',
        message: `The payload of ${envelope.type} can not be read: ${message}`,
      };
    }
    if (errors.length > 0) {
      return {
        kind: 'refuse',
        reason: 'invalid',
        message: `The payload of ${envelope.type} is not valid: ${describe(errors)}`,
      };
    }
    return { kind: 'handle', handler, event: { ...envelope, data } };
  }
}

function withoutVersion(type: string): string {
  return type.replace(/\.v\d+$/, '');
}

function describe(errors: readonly ValidationError[], prefix = ''): string {
  return errors
    .flatMap((error) => {
      const own = Object.values(error.constraints ?? {}).map((message) => `${prefix}${message}`);
      const nested = describe(error.children ?? [], `${prefix}${error.property}.`);
      return nested === '' ? own : [...own, nested];
    })
    .join('; ');
}
