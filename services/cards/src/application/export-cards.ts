import { Injectable } from '@nestjs/common';
import { and, desc, eq } from 'drizzle-orm';
import { Database, type Position } from '#platform';
import { DomainError } from '../domain/domain-error.js';
import type { ExportedCard } from '../infrastructure/export-formats/export-writer.js';
import { writerOf } from '../infrastructure/export-formats/writer-of.js';
import { isBehind } from '../infrastructure/is-behind.js';
import { cards, collectionLinks, collections, type ImportFormat } from '../infrastructure/schema.js';

/** Cards that are in memory at once. */
const PAGE = 500;

/** A file that is being written while it is read. */
export interface ExportedFile {
  name: string;
  mediaType: string;
  content: AsyncIterable<string>;
}

/** A page of cards behind a position, the last added first. */
type Pages = (after: Position | undefined) => Promise<(ExportedCard & { at: Date })[]>;

/**
 * Writes a library or a collection to a file of any format that can be imported, page by page: no transaction is
 * held open meanwhile, so a card that is added or removed while it runs may be in the file or not.
 */
@Injectable()
export class ExportCards {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  library(curatorId: string, format: ImportFormat): ExportedFile {
    return fileOf('library', format, undefined, (after) =>
      this.#database.db
        .select({ ...EXPORTED, at: cards.addedAt })
        .from(cards)
        .where(
          and(
            eq(cards.curatorId, curatorId),
            eq(cards.type, 'URL'),
            after && isBehind(cards.addedAt, cards.id, after),
          ),
        )
        .orderBy(desc(cards.addedAt), desc(cards.id))
        .limit(PAGE)
        .then(noted),
    );
  }

  /** @throws DomainError `collection-not-found` */
  async collection(id: string, format: ImportFormat): Promise<ExportedFile> {
    const { db } = this.#database;
    const [collection] = await db
      .select({ name: collections.name })
      .from(collections)
      .where(eq(collections.id, id));
    if (collection === undefined) {
      throw new DomainError('not-found', 'collection-not-found', `There is no collection ${id}.`);
    }
    return fileOf('collection', format, collection.name, (after) =>
      db
        .select({ ...EXPORTED, at: collectionLinks.addedAt })
        .from(collectionLinks)
        .innerJoin(cards, eq(cards.id, collectionLinks.cardId))
        .where(
          and(
            eq(collectionLinks.collectionId, id),
            eq(cards.type, 'URL'),
            after && isBehind(collectionLinks.addedAt, collectionLinks.cardId, after),
          ),
        )
        .orderBy(desc(collectionLinks.addedAt), desc(collectionLinks.cardId))
        .limit(PAGE)
        .then(noted),
    );
  }
}

const EXPORTED = {
  id: cards.id,
  url: cards.url,
  metadata: cards.metadata,
  note: cards.note,
  addedAt: cards.addedAt,
};

function noted<Row extends { note: string | null }>(
  rows: readonly Row[],
): (Row & { note: string | undefined })[] {
  return rows.map((row) => ({ ...row, note: row.note ?? undefined }));
}

function fileOf(
  name: string,
  format: ImportFormat,
  collection: string | undefined,
  pages: Pages,
): ExportedFile {
  const { extension, mediaType } = writerOf(format);
  return { name: `${name}${extension}`, mediaType, content: contentOf(format, collection, pages) };
}

async function* contentOf(
  format: ImportFormat,
  collection: string | undefined,
  pages: Pages,
): AsyncGenerator<string> {
  const writer = writerOf(format);
  yield writer.before(collection);
  let written = 0;
  let after: Position | undefined;
  for (;;) {
    const page = await pages(after);
    yield page.map((card, index) => writer.card(card, written + index)).join('');
    written += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = { at: last.at.getTime(), id: last.id };
  }
  yield writer.after(collection);
}
