import { join } from 'node:path';
import { EventLog } from '#eventing';
import { Database, migrate } from '#platform';
import { ListNotifications, type NotificationView } from '../src/application/list-notifications.js';
import { choiceId, type ChoiceKey, type Period } from '../src/domain/choice.js';
import { ChoiceRepository } from '../src/infrastructure/choice-repository.js';
import { NotificationReader } from '../src/infrastructure/notification-reader.js';
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
    const choice = { ...key, choiceId: choiceId(key), periods, version: 1 };
    await this.handle(({ sql }) => new ChoiceRepository().save(sql, undefined, choice));
  }

  /** What the event store has of an aggregate, in order. */
  async eventsOf<Event>(aggregateId: string): Promise<Event[]> {
    const rows = await this.database.sql<{ event: Event }[]>`
      select jsonb_build_object('type', type, 'data', data) as event from event_store
      where aggregate_id = ${aggregateId} order by version`;
    return rows.map(({ event }) => event);
  }

  /** Empties the service's own tables. */
  async clear(): Promise<void> {
    await this.database.sql`
      truncate notification_reasons, notification_reads, removed_cards, library_cards, collections, connections,
        connection_ends, collection_cards, choices, inboxes,
        announcements_due, announcements, event_store, outbox, outbox_pending`;
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.#drop();
  }
}
