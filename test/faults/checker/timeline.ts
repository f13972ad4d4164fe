/**
 * When something was there, as far as clients can know: between the beginning of the request that made it so and the
 * end of the request that undid it.
 */
export class Timeline {
  readonly #changes = new Map<string, { present: boolean; from: number; to: number }[]>();

  /**
   * Changes of one thing are told in the order in which they happened.
   *
   * @param window When it can have happened; `to` is Infinity where nobody was told.
   */
  change(thing: string, present: boolean, window: { from: number; to: number }): void {
    const changes = this.#changes.get(thing) ?? [];
    changes.push({ present, ...window });
    this.#changes.set(thing, changes);
  }

  /** Whether it can have been so at some moment between the two. */
  canHaveBeen(thing: string, present: boolean, { from, to }: { from: number; to: number }): boolean {
    const changes = [{ present: false, from: -Infinity, to: -Infinity }, ...(this.#changes.get(thing) ?? [])];
    return changes.some((change, index) => {
      const until = changes[index + 1]?.to ?? Infinity;
      return change.present === present && change.from <= to && until >= from;
    });
  }
}
