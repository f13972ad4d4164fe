/**
 * Who marks all as read marks what they have at that moment. With clocks that jump, that may leave out what they saw a
 * moment ago: an act dated tomorrow is hidden by muting its actor today, and there again, unread, when the mute ends.
 */
import type { Attempt } from '../../../bench/load/history.ts';
import type { Intent, Target } from '../../../bench/load/intents.ts';
import type { ShownNotification } from './shown.ts';

/**
 * Its recipient may have hidden the notification before a mark of all, and shown it again after it.
 *
 * @param own what the recipient asked for and was not refused
 */
export function wasAway(own: readonly Attempt[], shown: ShownNotification, mark: Attempt): boolean {
  const hid = own.some(({ intent, startedAt }) => hides(intent, shown) && startedAt < mark.endedAt);
  return hid && own.some((attempt) => shows(attempt.intent, shown) && isAfter(attempt, mark));
}

function hides(intent: Intent, shown: ShownNotification): boolean {
  if (intent.kind === 'mute' || intent.kind === 'unsubscribe') return isAbout(shown, intent.target);
  if (intent.kind === 'prefer') return !intent.on && intent.type === shown.type;
  return intent.kind === 'remove' && isOfOwnWork(shown);
}

function shows(intent: Intent, shown: ShownNotification): boolean {
  if (intent.kind === 'unmute' || intent.kind === 'subscribe') return isAbout(shown, intent.target);
  if (intent.kind === 'prefer') return intent.on && intent.type === shown.type;
  return (intent.kind === 'save' || intent.kind === 'import') && isOfOwnWork(shown);
}

/** A choice counts at once. What cards was asked for comes to the notifications a while later. */
function isAfter({ intent, endedAt }: Attempt, mark: Attempt): boolean {
  return intent.kind === 'save' || intent.kind === 'import' || endedAt > mark.startedAt;
}

function isAbout({ actorId, collections }: ShownNotification, { type, id }: Target): boolean {
  return type === 'USER' ? id === actorId : collections.some(({ collectionId }) => collectionId === id);
}

/** Its reason is that a work is in the recipient's library, whenever it came there. */
function isOfOwnWork({ type }: ShownNotification): boolean {
  return type === 'USER_CONNECTED_YOUR_URL';
}
