/** The fields of a contract class, as JSON brings them. */
type Payload<T> = { [Field in keyof T]: T[Field] };

/**
 * One step from a major of an event to the next. `upcast` is pure: the same old payload always gives the same new one,
 * and the old one stays as it is. The payload is as it came: not checked yet, and perhaps with fields that nobody here knows, which go along.
 */
export interface EventUpcaster<Old extends object = never, New extends object = object> {
  readonly from: string;
  readonly to: string;
  upcast(old: Payload<Old>): Payload<New>;
}
