import { Inject, Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database, PUBLIC_URL } from '#platform';
import { DomainError } from '../domain/domain-error.js';
import { PublicUrls } from '../domain/public-urls.js';
import { normaliseUrl } from '../domain/url.js';
import { cards } from '../infrastructure/schema.js';

/** The URL under which a work has its connections, by whatever URL a client names it. */
@Injectable()
export class WorkUrls {
  readonly #database: Database;
  readonly #urls: PublicUrls;

  constructor(database: Database, @Inject(PUBLIC_URL) publicUrl: string) {
    this.#database = database;
    this.#urls = new PublicUrls(publicUrl);
  }

  /**
   * @param field the field of the command or query that has the URL
   * @throws DomainError as `normaliseUrl` does; `card-not-found`
   */
  async of(url: string, field: string): Promise<string> {
    const addressed = this.#urls.read(url);
    if (addressed === undefined) return normaliseUrlOf(field, url);
    const { kind, id } = addressed;
    if (kind === 'collection') return this.#urls.collection(id);
    const [card] = await this.#database.db.select({ url: cards.url }).from(cards).where(eq(cards.id, id));
    if (card !== undefined) return card.url;
    throw new DomainError('not-found', 'card-not-found', `There is no card ${id}.`, field);
  }
}

/** @throws DomainError as `normaliseUrl` does, of the given field */
export function normaliseUrlOf(field: string, url: string): string {
  try {
    return normaliseUrl(url);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.kind, error.code, error.message, field);
  }
}
