import { IsIn, IsISO8601, IsOptional, IsString, IsUUID } from 'class-validator';

export const FOLLOW_TARGETS = ['USER', 'COLLECTION'] as const;
export type FollowTarget = (typeof FOLLOW_TARGETS)[number];

/** A researcher began to follow a user or a collection. Aggregate: the follow, kept across unfollow and follow. */
export class TargetFollowedV1 {
  static readonly type = 'events.feeds.target-followed.v1';

  @IsUUID()
  followId!: string;

  /** DID of the one who follows. */
  @IsString()
  followerId!: string;

  @IsIn(FOLLOW_TARGETS)
  targetType!: FollowTarget;

  /** A DID for a user, a collection's id for a collection. */
  @IsString()
  targetId!: string;

  /** DID of the collection's owner, for a collection. */
  @IsOptional()
  @IsString()
  collectionAuthorId?: string;

  /** The collection's name, for a collection. */
  @IsOptional()
  @IsString()
  collectionName?: string;

  /** ISO 8601, UTC. */
  @IsISO8601()
  followedAt!: string;
}
