import type { TargetFollowedV1, TargetUnfollowedV1 } from '#contracts';
import { isNews, type UnitOfWork } from '#eventing';
import type { Causes } from './causes.js';
import { type GivenReason, reasonsOfFollowingCollection, reasonsOfFollowingUser } from '../domain/reason.js';
import { scheduleAnnouncements } from '../infrastructure/announcements.js';
import { recordWithdrawals } from '../infrastructure/live-changes.js';
import { addReasons, withdrawReasonsOf } from '../infrastructure/reason-store.js';

export async function notifyOfFollows(
  uow: UnitOfWork,
  events: readonly TargetFollowedV1[],
  causes?: Causes,
): Promise<void> {
  await addReasons(uow.sql, events.flatMap(reasonsOf));
  await scheduleAnnouncements(
    uow.sql,
    events.map((event) => ({ actId: event.followId, sourceId: event.followId, cause: causes?.get(event) })),
  );
}

/** A follow that ends withdraws its notification. A new one brings it back, with the new time and unread. */
export async function withdrawFollows(uow: UnitOfWork, events: readonly TargetUnfollowedV1[]): Promise<void> {
  const withdrawn = await withdrawReasonsOf(
    uow.sql,
    events.map(({ followId }) => followId),
  );
  const lately = new Set(
    events.filter(({ unfollowedAt }) => isNews(unfollowedAt)).map(({ followId }) => followId),
  );
  await recordWithdrawals(uow.sql, withdrawn, lately);
}

function reasonsOf(event: TargetFollowedV1): GivenReason[] {
  const { followId, followerId, targetType, targetId, followedAt, collectionAuthorId, collectionName } =
    event;
  const act = { actId: followId, actorId: followerId, at: followedAt };
  if (targetType === 'USER') return reasonsOfFollowingUser(act, targetId);
  if (collectionAuthorId === undefined) return [];
  const collection = { collectionId: targetId, name: collectionName ?? '', authorId: collectionAuthorId };
  return reasonsOfFollowingCollection(act, collection);
}
