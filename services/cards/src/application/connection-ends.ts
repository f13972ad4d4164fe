import { Inject, Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { Database, PUBLIC_URL } from '#platform';
import type { ConnectionEnd } from '../domain/connection-end.js';
import { DomainError } from '../domain/domain-error.js';
import { PublicUrls } from '../domain/public-urls.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { collections } from '../infrastructure/schema.js';
import { normaliseUrlOf } from './work-urls.js';

/** How a client names one side of a connection: exactly one of the two. */
export interface NamedEnd {
  url?: string | undefined;
  cardId?: string | undefined;
}

/** Finds the works that clients name by their URL, by a card, or by a card's or collection's public URL. */
@Injectable()
export class ConnectionEnds {
  readonly #database: Database;
  readonly #cards: CardRepository;
  readonly #urls: PublicUrls;

  constructor(database: Database, cards: CardRepository, @Inject(PUBLIC_URL) publicUrl: string) {
    this.#database = database;
    this.#cards = cards;
    this.#urls = new PublicUrls(publicUrl);
  }

  /**
   * @param curatorId what this researcher's own card knows of the work goes along
   * @param field the command's field that names the end: `source`
   * @throws DomainError as `normaliseUrl` does; `invalid-end`, `card-not-found`, `collection-not-found`
   */
  async find(
    sql: TransactionSql,
    curatorId: string,
    { url, cardId }: NamedEnd,
    field: string,
  ): Promise<ConnectionEnd> {
    if ((url === undefined) === (cardId === undefined)) {
      throw new DomainError('invalid', 'invalid-end', 'Say either "url" or "cardId".', field);
    }
    if (cardId !== undefined) return this.#card(sql, cardId, `${field}.cardId`);
    const urlField = `${field}.url`;
    const addressed = this.#urls.read(url ?? '');
    if (addressed?.kind === 'card') return this.#card(sql, addressed.id, urlField);
    if (addressed?.kind === 'collection') return this.#collection(sql, addressed.id, urlField);
    const normalised = normaliseUrlOf(urlField, url ?? '');
    const own = await this.#cards.findByUrl(sql, curatorId, normalised);
    return { url: normalised, metadata: own?.metadata ?? {} };
  }

  async #card(sql: TransactionSql, id: string, field: string): Promise<ConnectionEnd> {
    const card = await this.#cards.find(sql, id);
    if (card === undefined) {
      throw new DomainError('not-found', 'card-not-found', `There is no card ${id}.`, field);
    }
    const { metadata } = card;
    return { url: card.content.url, metadata, card: { cardId: card.id, curatorId: card.curatorId } };
  }

  async #collection(sql: TransactionSql, id: string, field: string): Promise<ConnectionEnd> {
    const [collection] = await this.#database
      .drizzle(sql)
      .select({ authorId: collections.authorId, name: collections.name })
      .from(collections)
      .where(eq(collections.id, id));
    if (collection === undefined) {
      throw new DomainError('not-found', 'collection-not-found', `There is no collection ${id}.`, field);
    }
    return {
      url: this.#urls.collection(id),
      metadata: { title: collection.name },
      collection: { collectionId: id, authorId: collection.authorId },
    };
  }
}
