/** How far an aggregate has come: kept on its row. */
export interface Progress {
  /** Domain events stored so far. */
  version: number;
  /** Integration events published so far. */
  sequence: number;
}

/** What every aggregate of this service has: its place in its own history, and the events it has raised since. */
export class Aggregate<Event> {
  readonly #raised: Event[] = [];

  /** @param progress as loaded: before the raised events */
  constructor(
    readonly id: string,
    readonly progress: Readonly<Progress>,
  ) {}

  /** What happened since the aggregate was made or loaded, in order. */
  get raised(): readonly Event[] {
    return this.#raised;
  }

  /** Domain events of it, with those raised since it was loaded. */
  get version(): number {
    return this.progress.version + this.#raised.length;
  }

  protected raise(event: Event): void {
    this.#raised.push(event);
  }
}

/** Where an aggregate that nobody has stored yet stands. */
export const UNSTORED: Readonly<Progress> = { version: 0, sequence: 0 };
