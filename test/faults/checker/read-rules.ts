/** What somebody marked as read is read, as long as it is what they saw. */
import type { Attempt } from '../../../bench/load/history.ts';
import type { Intent } from '../../../bench/load/intents.ts';
import { wasAway } from './away.ts';
import type { Observation } from './observation.ts';
import type { Violation } from './rules.ts';

type MarkAll = Attempt & { intent: Extract<Intent, { kind: 'mark-all-read' }> };

export function readViolations(attempts: readonly Attempt[], { people }: Observation): Violation[] {
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  // A notification that came anew since has another time, and may be unread again.
  const marks = new Set(
    acknowledged.flatMap(({ intent }) =>
      intent.kind === 'mark-read'
        ? [`${intent.did} ${intent.seen.notificationId} ${intent.seen.createdAt}`]
        : [],
    ),
  );
  const marksOfAll = Map.groupBy(
    acknowledged.filter((attempt): attempt is MarkAll => attempt.intent.kind === 'mark-all-read'),
    ({ intent }) => intent.did,
  );
  return Object.entries(people).flatMap(([did, { notifications }]) => {
    const own = attempts.filter(({ intent, outcome }) => intent.did === did && outcome !== 'refused');
    return notifications.flatMap((shown): Violation[] => {
      const { notificationId, createdAt, read } = shown;
      if (read) return [];
      const isMarked =
        marks.has(`${did} ${notificationId} ${createdAt}`) ||
        (marksOfAll.get(did) ?? []).some(
          (mark) =>
            mark.intent.seen.some(
              (seen) => seen.notificationId === notificationId && seen.createdAt === createdAt,
            ) && !wasAway(own, shown, mark),
        );
      if (!isMarked) return [];
      return [{ rule: 'mark-lost', detail: `${did} marked ${notificationId} as read, and it is unread` }];
    });
  });
}
