import { Injectable } from '@nestjs/common';
import { EventHistory } from '#eventing';
import { Database, eraseAnswers } from '#platform';
import { TakenBackTexts, TEXT_FIELDS } from '../infrastructure/taken-back-texts.js';

/**
 * Erases the words that somebody has taken back from the event store, for good: notes and descriptions that were
 * rewritten, and those of what was removed or deleted. That it was there, and when, stays. The answers that are kept for
 * their commands go too, for words may stand in them. Idempotent.
 */
@Injectable()
export class ForgetTakenBack {
  readonly #database: Database;
  readonly #texts: TakenBackTexts;
  readonly #history: EventHistory;

  constructor(database: Database, texts: TakenBackTexts, history: EventHistory) {
    this.#database = database;
    this.#texts = texts;
    this.#history = history;
  }

  async execute({ by }: { by: string }): Promise<void> {
    await this.#database.transactions.run(async (sql) => {
      await this.#history.redact(sql, await this.#texts.find(sql, by), TEXT_FIELDS);
      await eraseAnswers(sql, by);
    });
  }
}
