import { eventOf, TargetFollowedV1, TargetUnfollowedV1 } from '#contracts';
import type { UnitOfWork } from '#eventing';
import { fanOutLimits } from '../domain/fan-out.js';
import { evolve, type Follow } from '../domain/follow.js';
import type { FollowEvent } from '../domain/follow-events.js';
import type { FollowRepository, StoredFollow } from '../infrastructure/follow-repository.js';
import { followChanged } from '../infrastructure/timelines.js';

/** Token of the number of followers up to which entries are fanned out. */
export const FAN_OUT = Symbol('FAN_OUT');

/**
 * Stores what was decided, queues its events, and has the follower's timeline filled or emptied. `events` has at least
 * one.
 */
export async function publishFollow(
  uow: UnitOfWork,
  repository: FollowRepository,
  before: StoredFollow | undefined,
  events: readonly FollowEvent[],
  fanOutLimit: number,
): Promise<StoredFollow> {
  const after = events.reduce<Follow | undefined>(evolve, before);
  if (after === undefined) throw new Error('Nothing was decided');
  const sequence = before?.sequence ?? 0;
  const stored = { ...after, sequence: sequence + events.length };
  await repository.save(uow, before, stored);
  const target = { type: after.targetType, id: after.targetId };
  followChanged(uow, after.followerId, target, { active: after.active, limits: fanOutLimits(fanOutLimit) });
  uow.append({
    aggregateType: 'Follow',
    aggregateId: after.followId,
    version: before?.version ?? 0,
    sequence,
    domainEvents: events,
    integrationEvents: events.map((event) => toIntegrationEvent(after, event)),
  });
  return stored;
}

function toIntegrationEvent(follow: Follow, event: FollowEvent): object {
  const { followId, followerId, targetType, targetId } = follow;
  const shared = { followId, followerId, targetType, targetId };
  if (event.type === 'TargetUnfollowed') {
    return eventOf(TargetUnfollowedV1, { ...shared, unfollowedAt: event.data.unfollowedAt });
  }
  const { target, followedAt } = event.data;
  return eventOf(TargetFollowedV1, {
    ...shared,
    followedAt,
    ...(target.type === 'COLLECTION'
      ? { collectionAuthorId: target.authorId, collectionName: target.name }
      : {}),
  });
}
