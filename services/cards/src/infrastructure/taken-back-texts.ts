import { Injectable } from '@nestjs/common';
import type { TransactionSql } from 'postgres';

/** Fields of stored events in which people's own words stand, none of which an event needs to be read. */
export const TEXT_FIELDS = ['note', 'description'] as const;

/** Stored events that hold words which their author has taken back. */
@Injectable()
export class TakenBackTexts {
  /**
   * Events of the author's own cards, collections and connections with a text that does not stand there today: it was
   * rewritten, or what it belonged to is gone.
   */
  async find(sql: TransactionSql, authorId: string): Promise<{ aggregateId: string; version: number }[]> {
    return sql<{ aggregateId: string; version: number }[]>`
      with own as (
        select aggregate_id from event_store
        where type = 'CardAddedToLibrary' and data ->> 'curatorId' = ${authorId}
        union all
        select aggregate_id from event_store
        where type = 'HighlightAdded' and data ->> 'curatorId' = ${authorId}
        union all
        select aggregate_id from event_store
        where version = 1 and aggregate_type in ('Collection', 'Connection')
          and coalesce(data ->> 'curatorId', data ->> 'authorId') = ${authorId}
      )
      select e.aggregate_id as "aggregateId", e.version
      from own join event_store e using (aggregate_id)
      left join cards on e.aggregate_type = 'Card' and cards.id = e.aggregate_id::uuid
      left join connections on e.aggregate_type = 'Connection' and connections.id = e.aggregate_id::uuid
      left join collections on e.aggregate_type = 'Collection' and collections.id = e.aggregate_id::uuid
      where (e.data ? 'note' and e.data ->> 'note' is distinct from coalesce(cards.note, connections.note))
        or (e.data ? 'description' and e.data ->> 'description' is distinct from collections.description)`;
  }
}
