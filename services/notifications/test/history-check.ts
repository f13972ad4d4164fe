import type { Sql } from 'postgres';
import {
  type AggregateKind,
  type HistoryViolation,
  historyViolationsOf,
} from '../../../test/kit/history-check.js';
import { type Choice, evolve as afterChoiceEvent } from '../src/domain/choice.js';
import type { ChoiceEvent } from '../src/domain/choice-events.js';
import { evolve as afterInboxEvent, type Inbox } from '../src/domain/inbox.js';
import type { InboxEvent } from '../src/domain/inbox-events.js';

/** A new kind of aggregate has a line here. */
const KINDS: Readonly<Record<string, AggregateKind>> = {
  Choice: {
    // It publishes nothing, and so has no sequence.
    rows: (sql) => sql`
      select to_jsonb(c) - 'choice_id' - 'collection_id' || jsonb_build_object('id', choice_id, 'sequence', 0,
        'periods', (select coalesce(jsonb_agg(jsonb_build_array(lower(period), upper(period)) order by period), '[]')
          from unnest(periods) period)) as row
      from choices c`,
    rowAfter: (events) => {
      const choice = (events as ChoiceEvent[]).reduce<Choice | undefined>(afterChoiceEvent, undefined);
      return (
        choice && {
          person_id: choice.personId,
          kind: choice.kind,
          subject: choice.subject,
          periods: choice.periods.map(({ since, until }) => [since, until]),
        }
      );
    },
  },
  Inbox: {
    rows: (sql) => sql`
      select to_jsonb(i) - 'inbox_id' || jsonb_build_object('id', inbox_id) as row from inboxes i`,
    rowAfter: (events) => {
      const inbox = (events as InboxEvent[]).reduce<Inbox | undefined>(afterInboxEvent, undefined);
      return (
        inbox && {
          recipient_id: inbox.recipientId,
          announced: inbox.announced,
          last_read_at: inbox.lastReadAt,
          seen_at: inbox.seenUpTo?.occurredAt ?? null,
          seen_act_id: inbox.seenUpTo?.actId ?? null,
          last_digest_day: inbox.lastDigestDay,
        }
      );
    },
  },
};

/**
 * Aggregates of this service that are not what their stored events say.
 *
 * @param except ids of aggregates whose rows the spec wrote behind their backs
 */
export function historyViolations(sql: Sql, except?: ReadonlySet<string>): Promise<HistoryViolation[]> {
  return historyViolationsOf(sql, KINDS, except);
}
