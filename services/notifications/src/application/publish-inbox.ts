import { eventOf, NotificationCreatedV1, NotificationsReadV1 } from '#contracts';
import { type Causation, recordChanges, type UnitOfWork } from '#eventing';
import { evolve, type Inbox } from '../domain/inbox.js';
import type { InboxEvent } from '../domain/inbox-events.js';
import type { InboxRepository } from '../infrastructure/inbox-repository.js';
import { countChanged } from '../infrastructure/live-changes.js';

/** The contract's limit of notifications in one event. */
const IDS_AN_EVENT = 100;

/** What happened to an inbox, and its cause where that is not what is being done. */
export interface Happening {
  event: InboxEvent;
  cause?: Causation | undefined;
}

/** Stores what happened to a recipient's inbox and queues its events. */
export function publishInbox(
  uow: UnitOfWork,
  repository: InboxRepository,
  recipientId: string,
  events: readonly InboxEvent[],
): Promise<void> {
  return publishHappenings(
    uow,
    repository,
    recipientId,
    events.map((event) => ({ event })),
  );
}

/** The inbox is read and written once, however much happened to it. */
export async function publishHappenings(
  uow: UnitOfWork,
  repository: InboxRepository,
  recipientId: string,
  happenings: readonly Happening[],
): Promise<void> {
  const before = await repository.find(uow, recipientId);
  const after = happenings.map(({ event }) => event).reduce<Inbox | undefined>(evolve, before);
  if (after === undefined || happenings.length === 0) return;
  let version = before?.version ?? 0;
  let sequence = before?.sequence ?? 0;
  for (const { event, cause } of happenings) {
    const integrationEvents = toIntegrationEvents(event);
    uow.append({
      aggregateType: 'Inbox',
      aggregateId: after.inboxId,
      version,
      sequence,
      domainEvents: [event],
      integrationEvents,
      ...(cause === undefined ? {} : { cause }),
    });
    version += 1;
    sequence += integrationEvents.length;
  }
  if (
    happenings.some(({ event: { type } }) => type === 'NotificationsRead' || type === 'NotificationsSeen')
  ) {
    await recordChanges(uow.sql, [countChanged(after.inboxId, [recipientId])]);
  }
  await repository.save(uow, before, { ...after, sequence });
}

function toIntegrationEvents(event: InboxEvent): object[] {
  if (event.type === 'NotificationsRead') return readEvents(event.data);
  // Who has looked at their list, or got a mail, concerns nobody else.
  if (event.type === 'NotificationsSeen' || event.type === 'DigestMailed') return [];
  const { recipientId, notification } = event.data;
  const { type: notificationType, card, collections, ...rest } = notification;
  return [
    eventOf(NotificationCreatedV1, {
      ...rest,
      recipientId,
      notificationType,
      ...(card === null ? {} : { card: cardOf(card) }),
      collections: [...collections],
    }),
  ];
}

function cardOf({ title, ...card }: { cardId: string; url: string; title: string | null }) {
  return { ...card, ...(title === null ? {} : { title }) };
}

type Read = Extract<InboxEvent, { type: 'NotificationsRead' }>['data'];

/** What is read up to an instant needs no ids; what is later does, so many an event. */
function readEvents({ recipientId, marks, upTo, unreadCount, readAt }: Read): object[] {
  const ids = marks
    .filter(({ occurredAt }) => upTo === null || Date.parse(occurredAt) > Date.parse(upTo))
    .map(({ notificationId }) => notificationId);
  const events = Math.max(1, Math.ceil(ids.length / IDS_AN_EVENT));
  return Array.from({ length: events }, (_, index) =>
    eventOf(NotificationsReadV1, {
      recipientId,
      notificationIds: ids.slice(index * IDS_AN_EVENT, (index + 1) * IDS_AN_EVENT),
      ...(upTo === null ? {} : { upTo }),
      unreadCount,
      readAt,
    }),
  );
}
