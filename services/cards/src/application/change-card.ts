import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Card } from '../domain/card.js';
import type { Passage } from '../domain/passage.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { cardChange } from './publish-card.js';
import { progressAfter } from './recorded-change.js';

/** Changes what a card says. Idempotent: a card that says it already stays as it is, and nothing is published. */
@Injectable()
export class ChangeCard {
  readonly #log: EventLog;
  readonly #cards: CardRepository;

  constructor(log: EventLog, cards: CardRepository) {
    this.#log = log;
    this.#cards = cards;
  }

  /** @throws DomainError `card-not-found`, `not-your-card`, `invalid-note` */
  async writeNote({ cardId, by, note }: { cardId: string; by: string; note: string }): Promise<Card> {
    return this.#change(cardId, (card, at) => {
      card.writeNote(note, by, at);
    });
  }

  /** @throws DomainError `card-not-found`, `not-your-card` */
  async removeNote({ cardId, by }: { cardId: string; by: string }): Promise<void> {
    await this.#change(cardId, (card, at) => {
      card.removeNote(by, at);
    });
  }

  /** @throws DomainError `card-not-found`, `highlight-exists`; as `Card.moveHighlight` does */
  async moveHighlight({ cardId, by, ...passage }: Passage & { cardId: string; by: string }): Promise<Card> {
    return this.#change(cardId, (card, at) => {
      card.moveHighlight(passage, by, at);
    });
  }

  #change(cardId: string, decide: (card: Card, at: string) => void): Promise<Card> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const card = await this.#cards.get(uow.sql, cardId);
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
