import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { UnitOfWork } from '#eventing';
import { Card } from '../domain/card.js';
import { cardNotFound, CardRepository } from '../infrastructure/card-repository.js';
import { saveCard } from './saved-card.js';

export interface OwnCard {
  card: Card;
  /** The act of saving or collecting it. */
  saveId: string;
}

/** The cards that a researcher may put into collections: their own. */
@Injectable()
export class OwnCards {
  readonly #cards: CardRepository;

  constructor(cards: CardRepository) {
    this.#cards = cards;
  }

  /**
   * One's own cards on the works of these cards; another's is saved as one's own first, through it.
   *
   * @param field the command's field that names the cards
   * @returns in the order asked for; one where two are on the same work
   * @throws DomainError `card-not-found`, `not-a-url-card`
   */
  async find(
    uow: UnitOfWork,
    by: string,
    ids: readonly string[],
    at: string,
    field?: string,
  ): Promise<OwnCard[]> {
    const found = new Map((await this.#cards.findAll(uow.sql, ids)).map((card) => [card.id, card]));
    const missing = ids.find((id) => !found.has(id));
    if (missing !== undefined) {
      throw cardNotFound(missing, field);
    }
    const byUrl = new Map<string, OwnCard>();
    for (const card of found.values()) {
      card.mustBeOnUrl(field);
      const { url } = card.content;
      if (!byUrl.has(url)) byUrl.set(url, await this.#own(uow, by, card, at));
    }
    const own = new Set<OwnCard>();
    for (const id of ids) {
      const card = byUrl.get(found.get(id)?.content.url ?? '');
      if (card !== undefined) own.add(card);
    }
    return [...own];
  }

  async #own(uow: UnitOfWork, by: string, card: Card, at: string): Promise<OwnCard> {
    const saveId = uuidv7();
    if (card.curatorId === by) return { card, saveId };
    const copy = Card.saveUrl({
      id: uuidv7(),
      curatorId: by,
      url: card.content.url,
      metadata: card.metadata,
      via: { cardId: card.id, curatorId: card.curatorId },
      saveId,
      at,
    });
    const saved = await saveCard(uow, this.#cards, copy);
    return { card: saved.card, saveId };
  }
}
