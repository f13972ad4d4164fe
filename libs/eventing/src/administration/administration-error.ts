/** Why an operator's wish was not fulfilled. */
export type AdministrationCode =
  /** No parked event has this id: it was handled or discarded, or never parked here. */
  | 'parked-event-not-found'
  /** It only waits for its predecessor: trying it again would change nothing. */
  | 'event-is-waiting'
  /** Events of the same aggregate come before it. */
  | 'not-next-in-turn'
  /** It was handled, retried or discarded at the same time. */
  | 'changed-meanwhile'
  /** The service handles no events. */
  | 'no-consumer'
  /** The service's log holds nothing of the aggregate in the range. */
  | 'nothing-to-republish';

/** A refusal with the remedy in its message. */
export class AdministrationError extends Error {
  override readonly name = 'AdministrationError';

  constructor(
    readonly code: AdministrationCode,
    message: string,
  ) {
    super(message);
  }
}
