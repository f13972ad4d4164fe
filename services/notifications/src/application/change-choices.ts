import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict, type UnitOfWork } from '#eventing';
import { type Choice, choose, type ChoiceKey, evolve, revoke, standsSince } from '../domain/choice.js';
import { ChoiceRepository } from '../infrastructure/choice-repository.js';

export type ChoiceChange = Pick<ChoiceKey, 'kind' | 'subject'> & { on: boolean };

/** Makes and revokes choices, several at once or none; what is as wanted already does not change. */
@Injectable()
export class ChangeChoices {
  readonly #log: EventLog;
  readonly #choices: ChoiceRepository;

  constructor(log: EventLog, choices: ChoiceRepository) {
    this.#log = log;
    this.#choices = choices;
  }

  /**
   * @returns since when each stands; undefined where it does not
   */
  execute(personId: string, changes: readonly ChoiceChange[]): Promise<(string | undefined)[]> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const at = new Date().toISOString();
        const since: (string | undefined)[] = [];
        for (const change of changes) since.push(await this.#change(uow, personId, change, at));
        return since;
      }),
    );
  }

  async #change(
    uow: UnitOfWork,
    personId: string,
    { kind, subject, on }: ChoiceChange,
    at: string,
  ): Promise<string | undefined> {
    const key = { personId, kind, subject };
    const before = await this.#choices.find(uow.sql, key);
    const domainEvents = on ? choose(before, key, { at }) : revoke(before, { at });
    const after = domainEvents.reduce<Choice | undefined>(evolve, before);
    if (after === undefined || domainEvents.length === 0) return standsSince(before);
    await this.#choices.save(uow.sql, before, after);
    const { choiceId: aggregateId } = after;
    const version = before?.version ?? 0;
    uow.append({
      aggregateType: 'Choice',
      aggregateId,
      version,
      sequence: 0,
      domainEvents,
      integrationEvents: [],
    });
    return standsSince(after);
  }
}
