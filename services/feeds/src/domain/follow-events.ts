import type { FollowTarget } from './follow-target.js';

/** Everything that happens to a follow, in this service's own words. */
export type FollowEvent =
  | {
      type: 'TargetFollowed';
      data: { followId: string; followerId: string; target: FollowTarget; followedAt: string };
    }
  | { type: 'TargetUnfollowed'; data: { unfollowedAt: string } };
