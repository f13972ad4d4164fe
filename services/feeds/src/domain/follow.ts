/** The aggregate of one follower and one target, over all their follows and unfollows. */
import type { FollowEvent } from './follow-events.js';
import type { FollowTarget } from './follow-target.js';

export interface Follow {
  followId: string;
  followerId: string;
  targetType: FollowTarget['type'];
  targetId: string;
  active: boolean;
  /** When it last became active. */
  followedAt: string;
  /** Domain events so far. */
  version: number;
}

export type FollowRefusal = 'self-follow' | 'own-collection';

export type FollowDecision =
  { ok: true; events: readonly FollowEvent[] } | { ok: false; refusal: FollowRefusal };

/** @param command.followId The id that the aggregate gets if it does not exist yet. */
export function follow(
  state: Follow | undefined,
  command: { followId: string; followerId: string; target: FollowTarget; at: string },
): FollowDecision {
  const { followerId, target, at } = command;
  if (target.type === 'USER' && target.id === followerId) return { ok: false, refusal: 'self-follow' };
  if (target.type === 'COLLECTION' && target.authorId === followerId) {
    return { ok: false, refusal: 'own-collection' };
  }
  if (state?.active === true) return { ok: true, events: [] };
  const followId = state?.followId ?? command.followId;
  return {
    ok: true,
    events: [{ type: 'TargetFollowed', data: { followId, followerId, target, followedAt: at } }],
  };
}

export function unfollow(state: Follow | undefined, command: { at: string }): readonly FollowEvent[] {
  if (state?.active !== true) return [];
  return [{ type: 'TargetUnfollowed', data: { unfollowedAt: command.at } }];
}

export function evolve(state: Follow | undefined, event: FollowEvent): Follow {
  if (event.type === 'TargetFollowed') {
    const { followId, followerId, target, followedAt } = event.data;
    return {
      followId,
      followerId,
      targetType: target.type,
      targetId: target.id,
      active: true,
      followedAt,
      version: (state?.version ?? 0) + 1,
    };
  }
  if (state === undefined) throw new Error('A follow can not end before it began');
  return { ...state, active: false, version: state.version + 1 };
}
