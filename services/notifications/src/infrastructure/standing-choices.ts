import { Injectable } from '@nestjs/common';
import { Database, type Position } from '#platform';
import type { ChoiceKind } from '../domain/choice-kind.js';

/** The choices on one subject that stand. */
export interface StandingRow {
  /** Of the list: the smallest of the choices' ids. */
  id: string;
  subject: string;
  kinds: ChoiceKind[];
  collectionName: string | null;
  /** When the first of them began, in milliseconds since 1970. */
  at: number;
}

@Injectable()
export class StandingChoices {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By subject, newest first, after a position; deleted collections are left out. */
  list(
    personId: string,
    kinds: readonly ChoiceKind[],
    after: Position | undefined,
    limit: number,
  ): Promise<StandingRow[]> {
    const { sql } = this.#database;
    return sql<StandingRow[]>`
      select * from (
        select min(c.choice_id::text)::uuid as id, c.subject, array_agg(c.kind) as kinds,
          min(k.name) as "collectionName", min(extract(epoch from s.since) * 1000)::float8 as at
        from choices c
        cross join lateral (select max(lower(p)) as since from unnest(c.periods) p) s
        left join collections k on k.collection_id = c.collection_id
        where c.person_id = ${personId} and c.kind = any(${[...kinds]}::text[]) and upper_inf(c.periods)
          and not isempty(c.periods) and k.deleted is not true
        group by c.subject
      ) chosen
      ${after === undefined ? sql`` : sql`where (at, id) < (${after.at}::float8, ${after.id}::uuid)`}
      order by at desc, id desc
      limit ${limit}`;
  }
}
