import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';
import { FOLLOW_TARGETS, type FollowTarget } from './target-followed.v1.js';

/** A researcher stopped following a user or a collection. Aggregate: the follow. */
export class TargetUnfollowedV1 {
  static readonly type = 'events.feeds.target-unfollowed.v1';

  @IsUUID()
  followId!: string;

  @IsDid()
  followerId!: string;

  @IsIn(FOLLOW_TARGETS)
  targetType!: FollowTarget;

  @IsString()
  @Length(1, 2_048)
  targetId!: string;

  /** ISO 8601, UTC. */
  @IsInstant()
  unfollowedAt!: string;
}
