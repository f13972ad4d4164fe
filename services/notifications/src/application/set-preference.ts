import { Injectable } from '@nestjs/common';
import type { NotificationType } from '../domain/reason.js';
import { ChangeChoices } from './change-choices.js';
import type { PreferenceView } from './list-preferences.js';

/** Turns a type of notification on or off, from then on. */
@Injectable()
export class SetPreference {
  readonly #choices: ChangeChoices;

  constructor(choices: ChangeChoices) {
    this.#choices = choices;
  }

  async execute(personId: string, type: NotificationType, on: boolean): Promise<PreferenceView> {
    await this.#choices.execute(personId, [{ kind: 'TYPE_OFF', subject: type, on: !on }]);
    return { type, on };
  }
}
