import { ConcurrencyConflict, type UnitOfWork } from '#eventing';
import type { Card } from '../domain/card.js';
import type { CardRepository } from '../infrastructure/card-repository.js';
import { cardChange } from './publish-card.js';
import { progressAfter } from './recorded-change.js';

export interface SavedCard {
  card: Card;
  /** False where there was one like it already: that stays as it is, its note too. */
  created: boolean;
}

/**
 * Stores a new card with its events, or finds the one that it would repeat.
 *
 * @throws ConcurrencyConflict where that was removed meanwhile, or the card that it is on
 */
export async function saveCard(uow: UnitOfWork, cards: CardRepository, card: Card): Promise<SavedCard> {
  const change = cardChange(card);
  if (await cards.insert(uow.sql, card, progressAfter(change))) {
    uow.append(change);
    return { card, created: true };
  }
  const present = await cards.findSame(uow.sql, card);
  // Removed between the two statements: decide anew.
  if (present === undefined) throw new ConcurrencyConflict(card.id);
  return { card: present, created: false };
}
