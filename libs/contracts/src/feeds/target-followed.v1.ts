import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, Optional } from '../constraints.js';

export const FOLLOW_TARGETS = ['USER', 'COLLECTION'] as const;
export type FollowTarget = (typeof FOLLOW_TARGETS)[number];

/**
 * A researcher began to follow a user or a collection. Aggregate: the follow, kept across unfollow and follow.
 *
 * Raised when a follow begins, also anew after an unfollow; following what one follows raises nothing.
 */
export class TargetFollowedV1 {
  static readonly type = 'events.feeds.target-followed.v1';

  /** The follow, a UUID: the same for a (follower, target) for ever. */
  @IsUUID()
  followId!: string;

  /** DID of the one who follows. */
  @IsDid()
  followerId!: string;

  /** What is followed. */
  @IsIn(FOLLOW_TARGETS)
  targetType!: FollowTarget;

  /** A DID for a user, a collection's UUID for a collection. */
  @IsString()
  @Length(1, 2_048)
  targetId!: string;

  /** DID of the collection's owner; set for a collection. */
  @Optional()
  @IsDid()
  collectionAuthorId?: string;

  /** The collection's name at that time; set for a collection. */
  @Optional()
  @IsString()
  @Length(1, 100)
  collectionName?: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  followedAt!: string;
}
