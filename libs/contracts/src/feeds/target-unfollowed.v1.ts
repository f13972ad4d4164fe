import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';
import { FOLLOW_TARGETS, type FollowTarget } from './target-followed.v1.js';

/**
 * A researcher stopped following a user or a collection. Aggregate: the follow.
 *
 * Raised when a follow ends.
 */
export class TargetUnfollowedV1 {
  static readonly type = 'events.feeds.target-unfollowed.v1';

  /** The follow, a UUID, as in the event that began it. */
  @IsUUID()
  followId!: string;

  /** DID of the one who followed. */
  @IsDid()
  followerId!: string;

  /** What was followed. */
  @IsIn(FOLLOW_TARGETS)
  targetType!: FollowTarget;

  /** A DID for a user, a collection's UUID for a collection. */
  @IsString()
  @Length(1, 2_048)
  targetId!: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  unfollowedAt!: string;
}
