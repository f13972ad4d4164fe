import { Injectable } from '@nestjs/common';
import { Database, type Position } from '#platform';

/** Whose cards there ever were, by this service's own index on the event store (`event_store_library`). */
@Injectable()
export class PastLibrary {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The cards that were in a library at an instant, the last added first.
   *
   * @param query `only: 'live'`: without those that have been removed since
   */
  async cardsAsOf(query: {
    curatorId: string;
    at: Date;
    only?: 'live' | undefined;
    limit: number;
    behind?: Position | undefined;
  }): Promise<{ id: string; addedAt: string }[]> {
    const { curatorId, at, only, limit, behind } = query;
    const { sql } = this.#database;
    const instant = at.toISOString();
    return sql<{ id: string; addedAt: string }[]>`
      select added.aggregate_id as id, added.data ->> 'addedAt' as "addedAt"
      from event_store added
      where added.type = 'CardAddedToLibrary' and added.data ->> 'curatorId' = ${curatorId}
        and added.occurred_at <= ${instant}::timestamptz
        and not exists (
          select from event_store removed
          where removed.aggregate_id = added.aggregate_id and removed.type = 'CardRemovedFromLibrary'
            and removed.occurred_at <= ${instant}::timestamptz
        )
        ${only === 'live' ? sql`and exists (select from cards where id = added.aggregate_id::uuid)` : sql``}
        ${
          behind === undefined
            ? sql``
            : sql`and ((added.data ->> 'addedAt') collate "C", added.aggregate_id collate "C")
                < (${new Date(behind.at).toISOString()}, ${behind.id})`
        }
      order by (added.data ->> 'addedAt') collate "C" desc, added.aggregate_id collate "C" desc
      limit ${limit}`;
  }
}
