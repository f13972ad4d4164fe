/** When a request can have had its effect, or what it asked for can have been so. */
export interface Window {
  from: number;
  to: number;
}

/** A thing that is not there, or not so. */
export const ABSENT = false;
export type State = string | boolean;

/**
 * How something was when, as far as clients can know: between the beginning of the request that made it so and the end
 * of the request that made it otherwise.
 */
export class Timeline {
  readonly #changes = new Map<string, (Window & { state: State })[]>();

  /**
   * Changes of one thing are told in the order in which they happened.
   *
   * @param window When it can have happened; `to` is Infinity where nobody was told.
   */
  change(thing: string, state: State, window: Window): void {
    const changes = this.#changes.get(thing) ?? [];
    changes.push({ state, ...window });
    this.#changes.set(thing, changes);
  }

  /** Whether it can have been so at some moment between the two. */
  canHaveBeen(thing: string, isSo: (state: State) => boolean, { from, to }: Window): boolean {
    const changes = [{ state: ABSENT, from: -Infinity, to: -Infinity }, ...(this.#changes.get(thing) ?? [])];
    return changes.some((change, index) => {
      const until = changes[index + 1]?.to ?? Infinity;
      return change.from <= to && until >= from && isSo(change.state);
    });
  }
}
