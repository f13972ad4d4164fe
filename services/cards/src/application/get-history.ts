import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database, decodeCursor, type Page } from '#platform';
import { DomainError } from '../domain/domain-error.js';
import { RecordedHistory } from '../infrastructure/recorded-history.js';
import { cards, collections, connections } from '../infrastructure/schema.js';
import { type HistoricEvent, historyEntry, type HistoryEntry } from './history-entry.js';

const KINDS = {
  card: { aggregateType: 'Card', table: cards },
  collection: { aggregateType: 'Collection', table: collections },
  connection: { aggregateType: 'Connection', table: connections },
} as const;

export type HistoryKind = keyof typeof KINDS;

export type DatedEntry = HistoryEntry & {
  /** The aggregate's version that it made, from 1. */
  version: number;
  /** When it was recorded: as of this instant it is done. */
  at: Date;
};

/** Who did what with a card, a collection or a connection, and when; the last first. */
@Injectable()
export class GetHistory {
  readonly #database: Database;
  readonly #history: RecordedHistory;

  constructor(database: Database, history: RecordedHistory) {
    this.#database = database;
    this.#history = history;
  }

  /**
   * Everybody sees the history of what is there. Of what is gone, only whose it was.
   *
   * @throws DomainError `card-not-found`, `collection-not-found`, `connection-not-found`; ProblemError 400
   *   `invalid-cursor`
   */
  async execute(query: {
    kind: HistoryKind;
    id: string;
    reader: string | undefined;
    limit: number;
    cursor?: string | undefined;
  }): Promise<Page<DatedEntry>> {
    const { kind, id, reader, limit, cursor } = query;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, isVersion).version;
    if (!(await this.#mayRead(kind, id, reader))) {
      throw new DomainError('not-found', `${kind}-not-found`, `There is no ${kind} ${id}.`);
    }
    const { items, next } = await this.#history.page<HistoricEvent>(id, { limit, before });
    return {
      items: items.map(({ version, event, recordedAt: at }) => ({ version, at, ...historyEntry(event) })),
      next,
    };
  }

  async #mayRead(kind: HistoryKind, id: string, reader: string | undefined): Promise<boolean> {
    const { aggregateType, table } = KINDS[kind];
    const [row] = await this.#database.db.select({ id: table.id }).from(table).where(eq(table.id, id));
    if (row !== undefined) return true;
    if (reader === undefined) return false;
    const first = await this.#history.firstEvent<HistoricEvent>(aggregateType, id);
    return first !== undefined && historyEntry(first).by === reader;
  }
}

function isVersion(value: object): value is { version: number } {
  return 'version' in value && Number.isSafeInteger(value.version);
}
