import { Injectable } from '@nestjs/common';
import { ChangeChoices } from './change-choices.js';

/** Takes a bell off; what was told while it was on stays. Where there is none nothing changes. */
@Injectable()
export class Unsubscribe {
  readonly #choices: ChangeChoices;

  constructor(choices: ChangeChoices) {
    this.#choices = choices;
  }

  async fromUser(personId: string, userId: string): Promise<void> {
    await this.#choices.execute(personId, [
      { kind: 'CARDS_OF_USER', subject: userId, on: false },
      { kind: 'CONNECTIONS_OF_USER', subject: userId, on: false },
    ]);
  }

  async fromCollection(personId: string, collectionId: string): Promise<void> {
    await this.#choices.execute(personId, [
      { kind: 'CARDS_OF_COLLECTION', subject: collectionId, on: false },
    ]);
  }
}
