import { Injectable } from '@nestjs/common';
import { type Causation, EventLog, retryOnConflict, type UnitOfWork } from '#eventing';
import type { UrlMetadata } from '../domain/metadata.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { PageLookups } from '../infrastructure/page-lookups.js';
import { cardChange } from './publish-card.js';
import { progressAfter } from './recorded-change.js';

/** What became known of a page, by a worker that holds its lookup. */
export interface Finding {
  url: string;
  metadata: UrlMetadata;
  /** The event that asked for it. */
  cause: Causation;
  owner: string;
  leaseMs: number;
}

/** Cards of one transaction. */
const BATCH = 100;

/** Tells the cards on a URL what their page says: those that have no title, each once. */
@Injectable()
export class TellCards {
  readonly #log: EventLog;
  readonly #cards: CardRepository;
  readonly #lookups: PageLookups;

  constructor(log: EventLog, cards: CardRepository, lookups: PageLookups) {
    this.#log = log;
    this.#cards = cards;
    this.#lookups = lookups;
  }

  /**
   * Each batch is one transaction: cards, their events and the lookup's row. Whatever dies, what was found is kept, and
   * no card is told twice.
   *
   * @throws LookupLeaseLost when another worker has it now
   */
  async execute(finding: Finding): Promise<void> {
    let areMoreLeft = true;
    while (areMoreLeft) {
      areMoreLeft = await retryOnConflict(() => this.#log.transaction((uow) => this.#tell(uow, finding)));
    }
  }

  async #tell(uow: UnitOfWork, { url, metadata, cause, owner, leaseMs }: Finding): Promise<boolean> {
    await this.#lookups.keep(uow.sql, url, owner, metadata, leaseMs);
    const cards = await this.#cards.findUntitled(uow.sql, url, BATCH);
    const at = new Date().toISOString();
    for (const card of cards) {
      card.learnOfWork(metadata, at);
      const change = { ...cardChange(card), cause };
      await this.#cards.update(uow.sql, card, progressAfter(change));
      uow.append(change);
    }
    if (cards.length === BATCH) return true;
    await this.#lookups.resolve(uow.sql, url);
    return false;
  }
}
