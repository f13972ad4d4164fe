import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Precondition } from '#platform';
import type { Card } from '../domain/card.js';
import type { Passage } from '../domain/passage.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { cardChange } from './publish-card.js';
import { progressAfter } from './recorded-change.js';

export interface ChangeCardCommand {
  cardId: string;
  by: string;
  /** What the card must be for the command to run. */
  ifMatch?: Precondition | undefined;
}

/**
 * Changes what a card says. Idempotent: a card that says it already stays as it is, and nothing is published.
 * All throw ProblemError 412 `precondition-failed` where the card is not as the command says.
 */
@Injectable()
export class ChangeCard {
  readonly #log: EventLog;
  readonly #cards: CardRepository;

  constructor(log: EventLog, cards: CardRepository) {
    this.#log = log;
    this.#cards = cards;
  }

  /** @throws DomainError `card-not-found`, `not-your-card`, `invalid-note` */
  async writeNote({ note, ...command }: ChangeCardCommand & { note: string }): Promise<Card> {
    return this.#change(command, (card, at) => {
      card.writeNote(note, command.by, at);
    });
  }

  /** @throws DomainError `card-not-found`, `not-your-card` */
  async removeNote(command: ChangeCardCommand): Promise<Card> {
    return this.#change(command, (card, at) => {
      card.removeNote(command.by, at);
    });
  }

  /** @throws DomainError `card-not-found`, `highlight-exists`; as `Card.moveHighlight` does */
  async moveHighlight({ quote, selector, ...command }: ChangeCardCommand & Passage): Promise<Card> {
    return this.#change(command, (card, at) => {
      card.moveHighlight({ quote, selector }, command.by, at);
    });
  }

  #change({ cardId, ifMatch }: ChangeCardCommand, decide: (card: Card, at: string) => void): Promise<Card> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const card = await this.#cards.get(uow.sql, cardId);
        ifMatch?.mustHoldFor(card.version);
        decide(card, new Date().toISOString());
        if (card.raised.length === 0) return card;
        const change = cardChange(card);
        await this.#cards.update(uow.sql, card, progressAfter(change));
        uow.append(change);
        return card;
      }),
    );
  }
}
