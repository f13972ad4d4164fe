import { IsIn, IsISO8601, IsString, IsUUID } from 'class-validator';
import { FOLLOW_TARGETS, type FollowTarget } from './target-followed.v1.js';

/** A researcher stopped following a user or a collection. Aggregate: the follow. */
export class TargetUnfollowedV1 {
  static readonly type = 'events.feeds.target-unfollowed.v1';

  @IsUUID()
  followId!: string;

  @IsString()
  followerId!: string;

  @IsIn(FOLLOW_TARGETS)
  targetType!: FollowTarget;

  @IsString()
  targetId!: string;

  /** ISO 8601, UTC. */
  @IsISO8601()
  unfollowedAt!: string;
}
