import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { decodeCursor, type Page, pageOf, type PageQuery, ProblemError } from '#platform';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import type { CardView } from './activity-view.js';

/** All cards of an activity, a page at a time: what an import brought. */
@Injectable()
export class ListActivityCards {
  readonly #reader: ActivityReader;

  constructor(reader: ActivityReader) {
    this.#reader = reader;
  }

  /** @throws ProblemError 404 `activity-not-found` */
  async execute(activityId: string, { limit, cursor }: PageQuery): Promise<Page<CardView>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isCardPosition).card;
    const [exists, rows] = await Promise.all([
      this.#reader.exists(activityId),
      this.#reader.cards([activityId], limit + 1, after),
    ]);
    if (!exists) {
      throw new ProblemError({ status: 404, code: 'activity-not-found', title: 'No such activity' });
    }
    const { items, next } = pageOf(rows, limit, ({ cardId }) => ({ card: cardId }));
    return { items: items.map(({ activityId: _, ...card }) => card), next };
  }
}

function isCardPosition(value: object): value is { card: string } {
  return 'card' in value && isUUID(value.card);
}
