import { Injectable } from '@nestjs/common';
import { EventHistory } from '#eventing';
import { anyOf, Database } from '#platform';
import type { CardState } from '../domain/card.js';
import { afterCardEvent } from '../domain/card-state.js';
import { cards } from '../infrastructure/schema.js';

/** Cards as they were at an instant, as far as the reader may see them. */
@Injectable()
export class PastCards {
  readonly #database: Database;
  readonly #history: EventHistory;

  constructor(database: Database, history: EventHistory) {
    this.#database = database;
    this.#history = history;
  }

  /**
   * What its curator has taken back since, only the curator sees in the past too: a card that was removed, and a note
   * that reads otherwise today.
   *
   * @param reader DID of who asks, where it is known
   * @returns by id
   */
  async asOf(
    ids: readonly string[],
    at: Date,
    reader: string | undefined,
  ): Promise<ReadonlyMap<string, CardState>> {
    const recorded = await this.#history.foldAsOf('Card', ids, at, afterCardEvent);
    const rows = await this.#database.db
      .select({ id: cards.id, note: cards.note })
      .from(cards)
      .where(anyOf(cards.id, ids));
    const today = new Map(rows.map(({ id, note }) => [id, note ?? undefined]));
    const visible = new Map<string, CardState>();
    for (const [id, card] of recorded) {
      const { importId: _importId, note, ...rest } = card;
      if (card.curatorId !== reader && !today.has(id)) continue;
      const isNoteVisible = note !== undefined && (card.curatorId === reader || note === today.get(id));
      visible.set(id, { ...rest, ...(isNoteVisible ? { note } : {}) });
    }
    return visible;
  }
}
