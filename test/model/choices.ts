import type { ChoiceKind, Fact, Given } from './facts.ts';

/** From `since` to just before `until`; without an end while it lasts. */
interface Period {
  since: string;
  until?: string;
}

interface Choice {
  choiceId: string;
  personId: string;
  kind: ChoiceKind;
  subject: string;
  periods: Period[];
}

/** What somebody wants of one subject from now on. */
export interface Wanted {
  kind: ChoiceKind;
  subject: string;
  on: boolean;
}

/** What people choose to be told, or not to be told: one choice for a (person, kind, subject) for ever. */
export class ChoiceModel {
  readonly #byId = new Map<string, Choice>();
  readonly #byKey = new Map<string, Choice>();
  readonly #bySubject = new Map<string, Choice[]>();

  /** What is as wanted already does not change. */
  change({ by: personId, wanted }: { by: string; wanted: readonly Wanted[] }, given: Given): Fact[] {
    const { at } = given;
    return wanted.flatMap(({ kind, subject, on }): Fact[] => {
      const known = this.#byKey.get(keyOf(personId, kind, subject));
      if (on === (known !== undefined && standsSince(known) !== undefined)) return [];
      const choiceId = known?.choiceId ?? given.choiceIdOf?.(kind) ?? given.newId;
      if (!on) return [{ type: 'choice-revoked', choiceId, at }];
      return [{ type: 'choice-made', choiceId, personId, kind, subject, at }];
    });
  }

  apply(fact: Fact): void {
    if (fact.type === 'choice-made') {
      const { periods } = this.#byId.get(fact.choiceId) ?? this.#add(fact);
      const last = periods.at(-1);
      // What follows at once goes on.
      if (last?.until === fact.at) delete last.until;
      else periods.push({ since: fact.at });
    } else if (fact.type === 'choice-revoked') {
      const periods = this.#byId.get(fact.choiceId)?.periods;
      const last = periods?.at(-1);
      if (last === undefined) return;
      // What ends at once was never.
      if (last.since === fact.at) periods?.pop();
      else last.until = fact.at;
    }
  }

  byId(choiceId: string): Readonly<Choice> | undefined {
    return this.#byId.get(choiceId);
  }

  /** It stood at that instant. */
  stood(personId: string, kind: ChoiceKind, subject: string, at: string): boolean {
    const periods = this.#byKey.get(keyOf(personId, kind, subject))?.periods ?? [];
    return periods.some(({ since, until }) => since <= at && (until === undefined || at < until));
  }

  /** Everybody for whom it stood at that instant. */
  whose(kind: ChoiceKind, subject: string, at: string): string[] {
    return (this.#bySubject.get(`${kind} ${subject}`) ?? [])
      .map(({ personId }) => personId)
      .filter((personId) => this.stood(personId, kind, subject, at));
  }

  /** Those that stand now. */
  standing(
    personId: string,
    kinds: readonly ChoiceKind[],
  ): { kind: ChoiceKind; subject: string; since: string }[] {
    return [...this.#byId.values()].flatMap((choice) => {
      const since = standsSince(choice);
      const { kind, subject } = choice;
      if (since === undefined || choice.personId !== personId || !kinds.includes(kind)) return [];
      return [{ kind, subject, since }];
    });
  }

  #add({ choiceId, personId, kind, subject }: Fact & { type: 'choice-made' }): Choice {
    const choice: Choice = { choiceId, personId, kind, subject, periods: [] };
    const name = `${kind} ${subject}`;
    this.#byId.set(choiceId, choice);
    this.#byKey.set(keyOf(personId, kind, subject), choice);
    this.#bySubject.set(name, [...(this.#bySubject.get(name) ?? []), choice]);
    return choice;
  }
}

function standsSince({ periods }: Choice): string | undefined {
  const last = periods.at(-1);
  return last?.until === undefined ? last?.since : undefined;
}

function keyOf(personId: string, kind: ChoiceKind, subject: string): string {
  return `${personId} ${kind} ${subject}`;
}
