/** What somebody marked as read is read, as long as it is what they saw. */
import type { Attempt } from '../../../bench/load/history.ts';
import type { Observation } from './observation.ts';
import type { Violation } from './rules.ts';

export function readViolations(attempts: readonly Attempt[], { people }: Observation): Violation[] {
  const marks = new Set(
    attempts.flatMap(({ intent, outcome }) => {
      if (outcome !== 'acknowledged') return [];
      if (intent.kind !== 'mark-read' && intent.kind !== 'mark-all-read') return [];
      const seen = intent.kind === 'mark-read' ? [intent.seen] : intent.seen;
      // A notification that came anew since has another time, and may be unread again.
      return seen.map((each) => `${intent.did} ${each.notificationId} ${each.createdAt}`);
    }),
  );
  return Object.entries(people).flatMap(([did, { notifications }]) =>
    notifications.flatMap(({ notificationId, createdAt, read }): Violation[] => {
      if (read || !marks.has(`${did} ${notificationId} ${createdAt}`)) return [];
      return [{ rule: 'mark-lost', detail: `${did} marked ${notificationId} as read, and it is unread` }];
    }),
  );
}
