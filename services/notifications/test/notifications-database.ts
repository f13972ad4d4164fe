import { join } from 'node:path';
import { EventLog, type UnitOfWork } from '#eventing';
import { Database, migrate } from '#platform';

const root = join(import.meta.dirname, '../../..');
const sources = [
  { name: 'eventing', folder: join(root, 'libs/eventing/migrations') },
  { name: 'notifications', folder: join(root, 'services/notifications/migrations') },
];

/** The service's schema in a test's own database, with what its handlers and commands work with. */
export class NotificationsDatabase {
  readonly database: Database;
  readonly log: EventLog;
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
    this.#drop = drop;
  }

  /** Runs an event handler in a transaction of its own, as a lane does. */
  async handle(work: (uow: UnitOfWork) => Promise<void>): Promise<void> {
    await this.log.transaction(work);
  }

  /** Empties the service's own tables. */
  async clear(): Promise<void> {
    await this.database.sql`
      truncate notification_reasons, notification_reads, removed_cards, library_cards, collections, connections,
        connection_ends`;
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.#drop();
  }
}
