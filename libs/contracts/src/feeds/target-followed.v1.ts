import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, Optional } from '../constraints.js';

export const FOLLOW_TARGETS = ['USER', 'COLLECTION'] as const;
export type FollowTarget = (typeof FOLLOW_TARGETS)[number];

/** A researcher began to follow a user or a collection. Aggregate: the follow, kept across unfollow and follow. */
export class TargetFollowedV1 {
  static readonly type = 'events.feeds.target-followed.v1';

  @IsUUID()
  followId!: string;

  /** DID of the one who follows. */
  @IsDid()
  followerId!: string;

  @IsIn(FOLLOW_TARGETS)
  targetType!: FollowTarget;

  /** A DID for a user, a collection's id for a collection. */
  @IsString()
  @Length(1, 2_048)
  targetId!: string;

  /** DID of the collection's owner, for a collection. */
  @Optional()
  @IsDid()
  collectionAuthorId?: string;

  /** The collection's name, for a collection. */
  @Optional()
  @IsString()
  @Length(1, 100)
  collectionName?: string;

  /** ISO 8601, UTC. */
  @IsInstant()
  followedAt!: string;
}
