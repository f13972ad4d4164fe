import type { Sql } from 'postgres';
import {
  type AggregateKind,
  type HistoryViolation,
  historyViolationsOf,
} from '../../../test/kit/history-check.js';
import { evolve, type Follow } from '../src/domain/follow.js';
import type { FollowEvent } from '../src/domain/follow-events.js';

/** A new kind of aggregate has a line here. */
const KINDS: Readonly<Record<string, AggregateKind>> = {
  Follow: {
    rows: (sql) => sql`
      select to_jsonb(f) - 'follow_id' || jsonb_build_object('id', follow_id) as row from follows f`,
    rowAfter: (events) => {
      const follow = (events as FollowEvent[]).reduce<Follow | undefined>(evolve, undefined);
      return (
        follow && {
          follower_id: follow.followerId,
          target_type: follow.targetType,
          target_id: follow.targetId,
          active: follow.active,
          followed_at: follow.followedAt,
        }
      );
    },
  },
};

/** Aggregates of this service that are not what their stored events say. */
export function historyViolations(sql: Sql): Promise<HistoryViolation[]> {
  return historyViolationsOf(sql, KINDS);
}
