/** How far a rebuild is, and how fast. */
export interface Pace {
  /** Events to be read when it began, or now, if they are more. */
  expected: number;
  left: number;
  /** Events a second by which less is left, over the last while; what comes meanwhile is taken off. */
  perSecond: number;
  /** Unknown while less does not get left. */
  secondsLeft: number | undefined;
}

/** Looks that the pace is measured over. */
const LOOKS = 10;

export class PaceMeter {
  readonly #expected: number;
  readonly #looks: { at: number; left: number }[] = [];

  constructor(expected: number) {
    this.#expected = expected;
  }

  /** @param now milliseconds, of any clock that does not jump */
  at(left: number, now = performance.now()): Pace {
    this.#looks.push({ at: now, left });
    if (this.#looks.length > LOOKS) this.#looks.shift();
    const first = this.#looks[0] ?? { at: now, left };
    const perSecond = now > first.at ? ((first.left - left) / (now - first.at)) * 1_000 : 0;
    return {
      expected: Math.max(this.#expected, left),
      left,
      perSecond: Math.max(0, Math.round(perSecond)),
      secondsLeft: left === 0 ? 0 : perSecond > 0 ? Math.ceil(left / perSecond) : undefined,
    };
  }
}
