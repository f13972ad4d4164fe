import { Injectable } from '@nestjs/common';
import { ChangeChoices } from './change-choices.js';

/** Ends a mute. What happened while it stood stays untold; where there is none nothing changes. */
@Injectable()
export class Unmute {
  readonly #choices: ChangeChoices;

  constructor(choices: ChangeChoices) {
    this.#choices = choices;
  }

  async user(personId: string, userId: string): Promise<void> {
    await this.#choices.execute(personId, [{ kind: 'MUTED_USER', subject: userId, on: false }]);
  }

  async collection(personId: string, collectionId: string): Promise<void> {
    await this.#choices.execute(personId, [{ kind: 'MUTED_COLLECTION', subject: collectionId, on: false }]);
  }
}
