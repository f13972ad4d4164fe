/**
 * What every integration event's class is: a class-validator DTO that carries its own published name.
 *
 * `type` is the CloudEvents `type` and, with the partition token appended, the broker's subject:
 * `events.<context>.<event-name>.v<major>`.
 */
export interface EventClass<T extends object = object> {
  new (): T;
  readonly type: string;
}

/** Copies fields into an instance of an event's class, so that a producer writes one expression. */
export function eventOf<T extends object>(eventClass: EventClass<T>, fields: Readonly<T>): T {
  return Object.assign(new eventClass(), fields);
}
