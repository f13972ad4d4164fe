import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { EventEnvelope } from '../envelope.js';
import { parseEventType } from '../event-type.js';
import type { EventClass } from '../nest/on-event.js';
import { type PayloadReader, payloadReaderOf } from './payload-reader.js';
import type { RetryPolicy } from './retry-policy.js';
import { type Upcaster, UpcasterChain } from './upcasting.js';

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
  | {
      kind: 'handle';
      handler: RegisteredHandler;
      event: EventEnvelope;
      /** The cursor goes to this sequence: the event's own, or that of its last twin. */
      through: number;
    }
  /** No handler here, or a twin still to come has it: only the cursor moves. */
  | { kind: 'pass' }
  /** Can not be handled by this version of the service. */
  | { kind: 'refuse'; reason: 'invalid' | 'unknown-version'; message: string };

/**
 * A consumer's handlers: one major of each event that it cares for, and what becomes of the majors that have none.
 * Everything is decided by the event and the handlers alone, so that it is the same whenever the event comes.
 */
export class HandlerRegistry {
  readonly #handlers: ReadonlyMap<string, RegisteredHandler>;
  readonly #contexts: ReadonlySet<string>;
  readonly #majors = new Map<string, { type: string; major: number }>();
  readonly #upcasters: UpcasterChain;
  readonly #readers = new Map<EventClass, PayloadReader | undefined>();

  /** @throws TypeError when two majors of one event have a handler: each act would have its effects twice */
  constructor(handlers: ReadonlyMap<string, RegisteredHandler>, upcasters: readonly Upcaster[] = []) {
    this.#handlers = handlers;
    this.#contexts = new Set([...handlers.keys()].map(contextOf));
    this.#upcasters = new UpcasterChain(upcasters);
    for (const type of handlers.keys()) {
      const parsed = parseEventType(type);
      if (parsed === undefined) continue;
      const other = this.#majors.get(parsed.name);
      if (other !== undefined) {
        throw new TypeError(
          `Handlers of both ${other.type} and ${type}: a service takes one major; the other is upcast, or passes`,
        );
      }
      this.#majors.set(parsed.name, { type, major: parsed.major });
    }
  }

  get types(): string[] {
    return [...this.#handlers.keys()];
  }

  /**
   * Whether anything of the context that publishes a type is handled. Where nothing is, nothing here can depend on the
   * order of its events, nor on where its aggregates stand.
   */
  takesFrom(type: string): boolean {
    return this.#contexts.has(contextOf(type));
  }

  /** CloudEvents sources of what is handled: `/services/cards` for `events.cards.…`. */
  get sources(): string[] {
    return [...this.#contexts].map((context) => `/services/${context}`);
  }

  /**
   * Finds the handler and checks the payload. Fields that the contract does not know are let through: readers are open.
   *
   * Of the majors published for one act, which stand one behind the other, the oldest first, one is taken: the one that
   * is handled, else the newest that can be upcast to it. The cursor steps over the later ones with it, so that no
   * other version of this service can take them as well.
   */
  prepare(envelope: EventEnvelope): Preparation {
    const { type, twins = [], sequence } = envelope;
    const exact = this.#handlers.get(type);
    if (exact !== undefined && twins.length === 0) {
      return this.#checked(exact, envelope, sequence, () => envelope);
    }
    const own = parseEventType(type);
    const handled = own && this.#majors.get(own.name);
    const handler = handled && this.#handlers.get(handled.type);
    if (own === undefined || handled === undefined || handler === undefined) return { kind: 'pass' };
    const act = [type, ...twins].flatMap((each) => {
      const parsed = parseEventType(each);
      return parsed?.name === own.name ? [{ ...parsed, type: each }] : [];
    });
    const taken = act
      .filter((version) => this.#upcasters.from(version.type, handled.type) !== undefined)
      .reduce((newest, { major }) => Math.max(newest, major), 0);
    if (own.major < taken) return { kind: 'pass' };
    if (own.major > taken) return refused(envelope, handled, taken);
    const through = sequence + act.filter(({ major }) => major > own.major).length;
    if (type === handled.type) return this.#checked(handler, envelope, through, () => envelope);
    const upcast = this.#upcasters.from(type, handled.type);
    return this.#checked(handler, envelope, through, () => ({
      ...envelope,
      type: handled.type,
      originalType: type,
      data: upcast?.(envelope.data ?? {}),
    }));
  }

  #checked(
    handler: RegisteredHandler,
    envelope: EventEnvelope,
    through: number,
    read: () => EventEnvelope,
  ): Preparation {
    let event: EventEnvelope;
    let data: object;
    let errors: ValidationError[];
    try {
      event = read();
      const valid = this.#readerOf(handler.contract)?.(event.data ?? {});
      if (valid !== undefined) return { kind: 'handle', handler, event: { ...event, data: valid }, through };
      data = plainToInstance(handler.contract, event.data ?? {});
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
    return { kind: 'handle', handler, event: { ...event, data }, through };
  }

  #readerOf(contract: EventClass): PayloadReader | undefined {
    if (!this.#readers.has(contract)) this.#readers.set(contract, payloadReaderOf(contract));
    return this.#readers.get(contract);
  }
}

/** An act that matters here must not be passed over: what this version can not take waits for the next. */
function refused(
  { type }: EventEnvelope,
  handled: { type: string; major: number },
  taken: number,
): Preparation {
  const own = parseEventType(type)?.major ?? 0;
  let why = `No chain of upcasters leads from ${type} to ${handled.type}`;
  if (own > handled.major)
    why = `This version of the service takes ${handled.type}, and does not know ${type}`;
  // The cursor steps over later twins. That it did not says that the older one was left to them by another version.
  if (taken > 0)
    why = `The older twin of ${type} went past another version of the service, which took this one`;
  return { kind: 'refuse', reason: 'unknown-version', message: why };
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

/** `cards` of `events.cards.…` */
function contextOf(type: string): string {
  return type.split('.')[1] ?? '';
}
