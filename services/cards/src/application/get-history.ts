import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { EventHistory } from '#eventing';
import { Database, decodeCursor, type Page, pageOf } from '#platform';
import { DomainError } from '../domain/domain-error.js';
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
  readonly #history: EventHistory;

  constructor(database: Database, history: EventHistory) {
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
    const events = await this.#history.latest(id, limit + 1, before);
    const { items, next } = pageOf(events, limit, ({ version }) => ({ version }));
    return {
      items: items.map(({ version, event, recordedAt: at }) => ({
        version,
        at,
        ...historyEntry(event as HistoricEvent),
      })),
      next,
    };
  }

  async #mayRead(kind: HistoryKind, id: string, reader: string | undefined): Promise<boolean> {
    const { aggregateType, table } = KINDS[kind];
    const [row] = await this.#database.db.select({ id: table.id }).from(table).where(eq(table.id, id));
    if (row !== undefined) return true;
    if (reader === undefined) return false;
    const first = await this.#history.first(aggregateType, id);
    return first !== undefined && historyEntry(first as HistoricEvent).by === reader;
  }
}

function isVersion(value: object): value is { version: number } {
  return 'version' in value && Number.isSafeInteger(value.version);
}
