import { Injectable } from '@nestjs/common';
import { NOTIFICATION_TYPES, type NotificationType } from '../domain/reason.js';
import { StandingChoices } from '../infrastructure/standing-choices.js';

export interface PreferenceView {
  type: NotificationType;
  on: boolean;
}

/** Every type of notification, and whether somebody wants it. */
@Injectable()
export class ListPreferences {
  readonly #choices: StandingChoices;

  constructor(choices: StandingChoices) {
    this.#choices = choices;
  }

  async execute(personId: string): Promise<PreferenceView[]> {
    const off = await this.#choices.list(personId, ['TYPE_OFF'], undefined, NOTIFICATION_TYPES.length);
    return NOTIFICATION_TYPES.map((type) => ({
      type,
      on: off.every(({ subject }) => subject !== type),
    }));
  }
}
