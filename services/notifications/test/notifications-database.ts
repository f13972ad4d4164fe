import { join } from 'node:path';
import { EventLog } from '#eventing';
import { Database, migrate } from '#platform';
import { assertExplained } from '../../../test/kit/history-check.js';
import { ListNotifications, type NotificationView } from '../src/application/list-notifications.js';
import { type Choice, choiceId, type ChoiceKey, evolve, type Period } from '../src/domain/choice.js';
import type { ChoiceEvent } from '../src/domain/choice-events.js';
import { ChoiceRepository } from '../src/infrastructure/choice-repository.js';
import { NotificationReader } from '../src/infrastructure/notification-reader.js';
import { historyViolations } from './history-check.js';
import type { Handler } from './story.js';

const root = join(import.meta.dirname, '../../..');
const sources = [
  { name: 'eventing', folder: join(root, 'libs/eventing/migrations') },
  { name: 'notifications', folder: join(root, 'services/notifications/migrations') },
];

/** The service's schema in a test's own database, with what its handlers and commands work with. */
export class NotificationsDatabase {
  readonly database: Database;
  readonly log: EventLog;
  readonly reader: NotificationReader;
  /** Ids of aggregates that the spec wrote to behind their backs: their events do not say so. */
  readonly overwritten = new Set<string>();
  readonly #drop: () => Promise<void>;

  /** @param test A fresh database, which is dropped with `stop`. */
  static async open(test: {
    urlOf(service: string): string;
    drop(): Promise<void>;
  }): Promise<NotificationsDatabase> {
    const url = test.urlOf('notifications');
    await migrate({ url, schema: 'notifications', sources });
    return new NotificationsDatabase(url, () => test.drop());
  }

  private constructor(url: string, drop: () => Promise<void>) {
    this.database = new Database({
      url,
      schema: 'notifications',
      max: 20,
      transactions: 20,
      applicationName: 'test',
    });
    this.log = new EventLog(this.database.transactions, '/services/notifications', () => undefined);
    this.reader = new NotificationReader(this.database);
    this.#drop = drop;
  }

  /** Runs event handlers, each in a transaction of its own, as a lane does. */
  async handle(...handlers: readonly Handler[]): Promise<void> {
    for (const handler of handlers) await this.log.transaction(handler);
  }

  /** What somebody is told, newest first. */
  async of(recipientId: string): Promise<NotificationView[]> {
    return (await new ListNotifications(this.reader).execute(recipientId, { limit: 100 })).items;
  }

  /** What somebody chose, as it would be stored had they done so at these times. */
  async choose(key: ChoiceKey, ...periods: readonly Period[]): Promise<void> {
    const id = choiceId(key);
    const domainEvents = periods.flatMap(({ since, until }): ChoiceEvent[] => [
      { type: 'ChoiceMade', data: { ...key, choiceId: id, madeAt: since } },
      ...(until === null ? [] : [{ type: 'ChoiceRevoked' as const, data: { revokedAt: until } }]),
    ]);
    const choice = domainEvents.reduce<Choice | undefined>(evolve, undefined);
    if (choice === undefined) return;
    await this.handle(async (uow) => {
      await new ChoiceRepository().save(uow.sql, undefined, choice);
      uow.append({
        aggregateType: 'Choice',
        aggregateId: id,
        version: 0,
        sequence: 0,
        domainEvents,
        integrationEvents: [],
      });
    });
  }

  /** What the event store has of an aggregate, in order. */
  async eventsOf<Event>(aggregateId: string): Promise<Event[]> {
    const rows = await this.database.sql<{ event: Event }[]>`
      select jsonb_build_object('type', type, 'data', data) as event from event_store
      where aggregate_id = ${aggregateId} order by version`;
    return rows.map(({ event }) => event);
  }

  /**
   * Empties the service's own tables.
   *
   * @throws when the events of anything that the spec wrote do not say what its row is
   */
  async clear(): Promise<void> {
    assertExplained(await historyViolations(this.database.sql, this.overwritten));
    this.overwritten.clear();
    await this.database.sql`
      truncate notification_reasons, notification_reads, removed_cards, library_cards, collections, connections,
        connection_ends, collection_cards, choices, inboxes,
        announcements_due, announcements, event_store, outbox, outbox_pending`;
  }

  /** @throws as `clear` does */
  async stop(): Promise<void> {
    const violations = await historyViolations(this.database.sql, this.overwritten);
    await this.database.close();
    await this.#drop();
    assertExplained(violations);
  }
}
