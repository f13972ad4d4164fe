import type { ChoiceIntent, FollowIntent, InboxIntent, Scope } from './intents.ts';
import type { Person } from './people.ts';
import { type Setting, someTarget } from './setting.ts';

const SCOPES: readonly (readonly Scope[])[] = [['CARDS'], ['CONNECTIONS'], ['CARDS', 'CONNECTIONS']];

/** Those that come often; turned off, most would be told nothing. */
const TYPES = ['USER_ADDED_YOUR_CARD', 'USER_CONNECTED_YOUR_URL', 'SUBSCRIBED_USER_ADDED_CARD'];

export function followIntent(
  kind: FollowIntent['kind'],
  person: Person,
  setting: Setting,
): FollowIntent | undefined {
  const { did } = person;
  const target = kind === 'follow' ? someTarget(person, setting) : setting.random.pick(person.follows.items);
  return target && { kind, did, target };
}

export function choiceIntent(
  kind: ChoiceIntent['kind'],
  person: Person,
  setting: Setting,
): ChoiceIntent | undefined {
  const { random } = setting;
  const { did } = person;
  switch (kind) {
    case 'subscribe': {
      const target = someTarget(person, setting);
      return target && { kind, did, target, scopes: random.pick(SCOPES) ?? ['CARDS'] };
    }
    case 'mute': {
      const target = someTarget(person, setting);
      return target && { kind, did, target };
    }
    case 'unsubscribe': {
      const target = random.pick(person.bells.items);
      return target && { kind, did, target };
    }
    case 'unmute': {
      const target = random.pick(person.mutes.items);
      return target && { kind, did, target };
    }
    case 'prefer':
      return { kind, did, type: random.pick(TYPES) ?? '', on: random.chance(0.6) };
  }
}

export function inboxIntent(
  kind: InboxIntent['kind'],
  { did, unread }: Person,
  { random }: Setting,
): InboxIntent | undefined {
  const [newest] = unread;
  switch (kind) {
    case 'mark-read': {
      const one = random.pick(unread);
      return one && { kind, did, seen: one.seen };
    }
    case 'mark-all-read':
      return newest && { kind, did, upTo: newest.cursor, seen: unread.map(({ seen }) => seen) };
    case 'see':
      return newest && { kind, did, seen: newest.seen, upTo: newest.cursor };
  }
}
