/** Chooses what somebody does next, among what makes sense by all that is known. */
import { cardIntent } from './choose-cards.ts';
import { collectionIntent } from './choose-collections.ts';
import { connectionIntent } from './choose-connections.ts';
import { choiceIntent, followIntent, inboxIntent } from './choose-notifications.ts';
import type { Intent } from './intents.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Setting } from './setting.ts';

/** What people do, and how often each. */
const MIX: readonly (readonly [Intent['kind'], number])[] = [
  ['save', 30],
  ['follow', 10],
  ['mark-read', 10],
  ['collect', 8],
  ['draw-connection', 6],
  ['unfollow', 5],
  ['write-note', 4],
  ['create-collection', 4],
  ['uncollect', 3],
  ['remove', 3],
  ['highlight', 3],
  ['subscribe', 3],
  ['mark-all-read', 2],
  ['see', 2],
  ['edit-collection', 2],
  ['edit-connection', 2],
  ['change-cards', 2],
  ['change-collections', 2],
  ['share', 1],
  ['unshare', 1],
  ['delete-collection', 1],
  ['remove-note', 1],
  ['move-highlight', 1],
  ['swap-connection', 1],
  ['remove-connection', 1],
  ['unsubscribe', 1],
  ['mute', 1],
  ['unmute', 1],
  ['prefer', 1],
  ['import', 1],
];

/** @param trespass how likely somebody tries to change what is another's */
export function nextIntent(setting: Setting, trespass = 0): Intent {
  const { random, people } = setting;
  for (;;) {
    const intent = intentOf(kindOf(random), people.person(random), setting);
    if (intent === undefined) continue;
    return random.chance(trespass) ? { ...intent, did: people.person(random).did } : intent;
  }
}

function kindOf(random: Random): Intent['kind'] {
  let rest = random.next() * MIX.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of MIX) {
    rest -= weight;
    if (rest < 0) return kind;
  }
  return 'save';
}

function intentOf(kind: Intent['kind'], person: Person, setting: Setting): Intent | undefined {
  switch (kind) {
    case 'save':
    case 'import':
    case 'write-note':
    case 'remove-note':
    case 'highlight':
    case 'move-highlight':
    case 'remove':
      return cardIntent(kind, person, setting);
    case 'create-collection':
    case 'edit-collection':
    case 'share':
    case 'unshare':
    case 'delete-collection':
    case 'collect':
    case 'uncollect':
    case 'change-cards':
    case 'change-collections':
      return collectionIntent(kind, person, setting);
    case 'draw-connection':
    case 'edit-connection':
    case 'swap-connection':
    case 'remove-connection':
      return connectionIntent(kind, person, setting);
    case 'follow':
    case 'unfollow':
      return followIntent(kind, person, setting);
    case 'subscribe':
    case 'unsubscribe':
    case 'mute':
    case 'unmute':
    case 'prefer':
      return choiceIntent(kind, person, setting);
    case 'mark-read':
    case 'mark-all-read':
    case 'see':
      return inboxIntent(kind, person, setting);
  }
}
