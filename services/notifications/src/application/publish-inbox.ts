import { eventOf, NotificationCreatedV1, NotificationsReadV1 } from '#contracts';
import { type Causation, recordChanges, type UnitOfWork } from '#eventing';
import { evolve, type Inbox } from '../domain/inbox.js';
import type { InboxEvent } from '../domain/inbox-events.js';
import type { ChangedInbox, InboxRepository, StoredInbox } from '../infrastructure/inbox-repository.js';
import { countChanged } from '../infrastructure/live-changes.js';

/** The contract's limit of notifications in one event. */
const IDS_AN_EVENT = 100;

/** What happened to an inbox, and its cause where that is not what is being done. */
export interface Happening {
  event: InboxEvent;
  cause?: Causation | undefined;
}

/**
 * Stores what happened to a recipient's inbox and queues its events.
 *
 * @param before the inbox on which it was decided what happens
 * @throws ConcurrencyConflict when it was changed, or made, since
 */
export async function publishInbox(
  uow: UnitOfWork,
  repository: InboxRepository,
  before: StoredInbox | undefined,
  events: readonly InboxEvent[],
): Promise<void> {
  const changed = happen(
    uow,
    before,
    events.map((event) => ({ event })),
  );
  if (changed === undefined) return;
  if (events.some(({ type }) => type === 'NotificationsRead' || type === 'NotificationsSeen')) {
    await recordChanges(uow.sql, [countChanged(changed.after.inboxId, [changed.after.recipientId])]);
  }
  await repository.save(uow, [changed]);
}

/**
 * Stores what happened to the inboxes of many recipients, by recipient, and queues their events. All are read, and
 * written, by one statement.
 */
export async function publishInboxes(
  uow: UnitOfWork,
  repository: InboxRepository,
  happenings: ReadonlyMap<string, readonly Happening[]>,
): Promise<void> {
  if (happenings.size === 0) return;
  const before = await repository.lockAll(uow, [...happenings.keys()]);
  const changed = [...happenings].map(([recipientId, happened]) =>
    happen(uow, before.get(recipientId), happened),
  );
  await repository.save(
    uow,
    changed.filter((one) => one !== undefined),
  );
}

/** What an inbox comes to by what happened, whose events are queued; undefined where nothing happened. */
function happen(
  uow: UnitOfWork,
  before: StoredInbox | undefined,
  happenings: readonly Happening[],
): ChangedInbox | undefined {
  const after = happenings.map(({ event }) => event).reduce<Inbox | undefined>(evolve, before);
  if (after === undefined || happenings.length === 0) return undefined;
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
  return { before, after: { ...after, sequence } };
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
