import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { EventLog, retryOnConflict } from '#eventing';
import type { Passage } from '../domain/passage.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { saveCard, type SavedCard } from './saved-card.js';

export interface AddHighlightCommand extends Passage {
  /** The card on the work. */
  parentCardId: string;
  by: string;
  note?: string | undefined;
}

/** Highlights a passage of a saved work. Idempotent: one highlight for a place in a work, which stays as it is. */
@Injectable()
export class AddHighlight {
  readonly #log: EventLog;
  readonly #cards: CardRepository;

  constructor(log: EventLog, cards: CardRepository) {
    this.#log = log;
    this.#cards = cards;
  }

  /** @throws DomainError `card-not-found`; as `Card.highlight` does */
  async execute({ parentCardId, ...command }: AddHighlightCommand): Promise<SavedCard> {
    const id = uuidv7();
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const parent = await this.#cards.get(uow.sql, parentCardId);
        const card = parent.highlight({ ...command, id, at: new Date().toISOString() });
        return saveCard(uow, this.#cards, card);
      }),
    );
  }
}
