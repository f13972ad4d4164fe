/** Marks: a notification is read if, and only if, its recipient marked it as it is now. */
import type { Attempt, Seen } from '../../../bench/load/history.ts';
import type { Observation, ShownNotification, Violation } from './observation.ts';

export function readViolations(attempts: readonly Attempt[], observation: Observation): Violation[] {
  const marks = new Map<string, { seen: Seen; certain: boolean }[]>();
  /** People who may have marked all there was, some of it before anybody looked. */
  const swept = new Set<string>();
  for (const { intent, outcome } of attempts) {
    if (outcome === 'refused') continue;
    const seen =
      intent.kind === 'mark-read' ? [intent.seen] : intent.kind === 'mark-all-read' ? intent.seen : [];
    for (const each of seen) {
      const known = marks.get(each.notificationId) ?? [];
      known.push({ seen: each, certain: outcome === 'acknowledged' });
      marks.set(each.notificationId, known);
    }
    if (intent.kind === 'mark-all-read') swept.add(intent.did);
  }
  return Object.entries(observation.people).flatMap(([did, { notifications }]) =>
    notifications.flatMap((notification): Violation[] => {
      const own = marks.get(notification.notificationId) ?? [];
      const certain = own.some((mark) => mark.certain && isSame(mark.seen, notification));
      if (certain && !notification.read) {
        const detail = `${did} marked ${notification.notificationId} as read, and it is unread`;
        return [{ rule: 'mark-lost', detail }];
      }
      if (notification.read && own.length === 0 && !swept.has(did)) {
        const detail = `${did} never marked ${notification.notificationId}, and it is read`;
        return [{ rule: 'read-by-nobody', detail }];
      }
      return [];
    }),
  );
}

/** A notification that came anew since has another time, and may be unread again. */
function isSame(seen: Seen, { createdAt }: ShownNotification): boolean {
  return seen.createdAt === createdAt;
}
