import { ProblemError } from '../problem.js';

export interface AdmissionLimits {
  perPerson: number;
  perReplica: number;
}

/** Counts the streams that are open here, so that nobody takes the places of others, and all of them fit. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #people = new Map<string, number>();
  #open = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /**
   * @param person undefined for one who has not said who they are
   * @returns gives the place back; may be called more than once
   * @throws ProblemError 503 `too-many-streams-here`, 429 `too-many-streams`
   */
  admit(person: string | undefined): () => void {
    const { perPerson, perReplica } = this.#limits;
    if (this.#open >= perReplica) throw full();
    if (person !== undefined) {
      const own = this.#people.get(person) ?? 0;
      if (own >= perPerson) throw tooMany(perPerson);
      this.#people.set(person, own + 1);
    }
    this.#open += 1;
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#open -= 1;
      if (person !== undefined) this.#leave(person);
    };
  }

  #leave(person: string): void {
    const own = (this.#people.get(person) ?? 1) - 1;
    if (own === 0) this.#people.delete(person);
    else this.#people.set(person, own);
  }
}

function full(): ProblemError {
  return new ProblemError({
    status: 503,
    code: 'too-many-streams-here',
    title: 'No place for another stream',
    detail: 'This replica has as many streams as it takes. Try again: another one may have a place.',
    headers: { 'retry-after': '5' },
  });
}

function tooMany(limit: number): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'too-many-streams',
    title: 'Too many streams',
    detail: `You have ${String(limit)} streams open here, which is the limit. Close one first.`,
    headers: { 'retry-after': '30' },
  });
}
