import { Injectable } from '@nestjs/common';
import {
  type Causation,
  type Change,
  EventLog,
  isNews,
  recordChanges,
  retryOnConflict,
  type UnitOfWork,
} from '#eventing';
import { announce } from '../domain/inbox.js';
import type { InboxEvent } from '../domain/inbox-events.js';
import { type Notification, notificationOf } from '../domain/notification.js';
import type { Reason } from '../domain/reason.js';
import { claimDue, forgetDue, recordAnnouncements } from '../infrastructure/announcements.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { announced, countChanged, toldBefore } from '../infrastructure/live-changes.js';
import { NotificationReader } from '../infrastructure/notification-reader.js';
import { publishHappenings } from './publish-inbox.js';

/** Acts, and notifications, of one transaction. */
const ACTS = 50;
const NOTIFICATIONS = 500;

/**
 * Tells the world of the notifications that are due: each once for a recipient and an act, as it is by then. What was
 * undone meanwhile is not announced, nor is what the recipient did not want to hear of.
 */
@Injectable()
export class AnnounceDue {
  readonly #log: EventLog;
  readonly #reader: NotificationReader;
  readonly #inboxes: InboxRepository;

  constructor(log: EventLog, reader: NotificationReader, inboxes: InboxRepository) {
    this.#log = log;
    this.#reader = reader;
    this.#inboxes = inboxes;
  }

  /** @returns whether more may be due already */
  execute(): Promise<boolean> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const due = await claimDue(uow.sql, ACTS);
        if (due.length === 0) return false;
        const actIds = [...new Set(due.map(({ actId }) => actId))];
        const reasons = await this.#reader.unannounced(uow.sql, actIds, NOTIFICATIONS);
        const causes = new Map(due.toReversed().map(({ actId, cause }) => [actId, cause]));
        const toldBefore = await this.#toldBefore(uow, actIds, reasons);
        await this.#announce(uow, notificationsOf(reasons), causes);
        await recordChanges(uow.sql, toldBefore);
        // Acts that concern more people than fit stay due for the next time.
        const isAll = reasons.length < NOTIFICATIONS;
        if (isAll) await forgetDue(uow.sql, due);
        return !isAll || due.length === ACTS;
      }),
    );
  }

  /** Changes of acts that all were told of before: somebody follows again, or another reason came. */
  async #toldBefore(
    uow: UnitOfWork,
    actIds: readonly string[],
    reasons: readonly Reason[],
  ): Promise<Change[]> {
    const fresh = new Set(reasons.map(({ actId }) => actId));
    const known = await toldBefore(
      uow.sql,
      actIds.filter((actId) => !fresh.has(actId)),
    );
    const again = known.length === 0 ? [] : await this.#reader.toldAgain(uow.sql, known);
    const lately = again.filter(({ at }) => isNews(new Date(at).toISOString()));
    const byAct = Map.groupBy(lately, ({ actId }) => actId);
    return [...byAct].map(([actId, told]) =>
      announced(
        actId,
        told.map(({ recipientId }) => recipientId),
      ),
    );
  }

  async #announce(
    uow: UnitOfWork,
    found: readonly Told[],
    causes: ReadonlyMap<string, Causation | undefined>,
  ): Promise<void> {
    const recorded = await recordAnnouncements(
      uow.sql,
      found.map(({ recipientId, notification: { actId } }) => ({ recipientId, actId })),
    );
    const fresh = new Set(recorded.map(keyOf));
    const news = found
      .filter(({ recipientId, notification: { actId } }) => fresh.has(keyOf({ recipientId, actId })))
      // In one order, so that two replicas do not wait for each other in a circle.
      .toSorted((a, b) => (a.recipientId < b.recipientId ? -1 : Number(a.recipientId > b.recipientId)));
    await recordChanges(uow.sql, changesOf(news));
    for (const [recipientId, told] of Map.groupBy(news, (one) => one.recipientId)) {
      const happenings = told.map(({ notification }) => ({
        event: announcementOf(recipientId, notification),
        cause: causes.get(notification.actId),
      }));
      await publishHappenings(uow, this.#inboxes, recipientId, happenings);
    }
  }
}

function announcementOf(recipientId: string, notification: Notification): InboxEvent {
  const { notificationId, actId, type, actorId, createdAt, card, collections } = notification;
  return announce(recipientId, { notificationId, actId, type, actorId, createdAt, card, collections });
}

interface Told {
  recipientId: string;
  notification: Notification;
}

/** Who is told of an act that is no news any more has more to read, and is not told what. */
function changesOf(news: readonly Told[]): Change[] {
  const byAct = Map.groupBy(news, ({ notification }) => notification.actId);
  return [...byAct].map(([actId, told]) => {
    const recipientIds = told.map(({ recipientId }) => recipientId);
    const isLate = told.every(({ notification }) => !isNews(notification.createdAt));
    return isLate ? countChanged(actId, recipientIds) : announced(actId, recipientIds);
  });
}

const keyOf = ({ recipientId, actId }: { recipientId: string; actId: string }) => `${recipientId} ${actId}`;

function notificationsOf(reasons: readonly Reason[]): Told[] {
  return [...Map.groupBy(reasons, keyOf).values()].flatMap((group) => {
    const [first] = group;
    const notification = notificationOf(group);
    return first === undefined || notification === undefined
      ? []
      : [{ recipientId: first.recipientId, notification }];
  });
}
