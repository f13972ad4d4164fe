import { Injectable } from '@nestjs/common';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict } from '#eventing';
import { type Choice, choiceId, type ChoiceKey, type Period } from '../domain/choice.js';

interface Row extends Omit<Choice, 'periods'> {
  /** Beginnings and ends; ISO 8601, no end while it lasts. */
  bounds: [string, string | null][] | null;
}

@Injectable()
export class ChoiceRepository {
  async find(sql: TransactionSql, key: ChoiceKey): Promise<Choice | undefined> {
    const [row] = await sql<Row[]>`
      select choice_id as "choiceId", person_id as "personId", kind, subject, version,
        (select json_agg(json_build_array(lower(p), upper(p)) order by p) from unnest(periods) p) as bounds
      from choices where choice_id = ${choiceId(key)}`;
    if (row === undefined) return undefined;
    const { bounds, ...choice } = row;
    return { ...choice, periods: (bounds ?? []).map(periodOf) };
  }

  /**
   * @param before What was loaded; `undefined` for a new choice.
   * @throws ConcurrencyConflict when it was changed, or made, since it was loaded.
   */
  async save(sql: TransactionSql, before: Choice | undefined, after: Choice): Promise<void> {
    const { choiceId: id, personId, kind, subject, version } = after;
    const periods = `{${after.periods.map(({ since, until }) => `[${since},${until ?? ''})`).join()}}`;
    const written =
      before === undefined
        ? await sql`
            insert into choices (choice_id, person_id, kind, subject, periods, version)
            values (${id}, ${personId}, ${kind}, ${subject}, ${periods}::text::tstzmultirange, ${version})
            on conflict do nothing returning 1`
        : await sql`
            update choices set periods = ${periods}::text::tstzmultirange, version = ${version}
            where choice_id = ${id} and version = ${before.version} returning 1`;
    if (written.length === 0) throw new ConcurrencyConflict(id);
  }
}

function periodOf([since, until]: [string, string | null]): Period {
  const iso = (time: string) => new Date(time).toISOString();
  return { since: iso(since), until: until === null ? null : iso(until) };
}
