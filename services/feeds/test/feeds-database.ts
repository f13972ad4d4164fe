import { join } from 'node:path';
import { EventLog, type UnitOfWork } from '#eventing';
import { Database, migrate } from '#platform';
import { assertExplained } from '../../../test/kit/history-check.js';
import { historyViolations } from './history-check.js';

const root = join(import.meta.dirname, '../../..');
const sources = [
  { name: 'eventing', folder: join(root, 'libs/eventing/migrations') },
  { name: 'feeds', folder: join(root, 'services/feeds/migrations') },
];

/** The service's schema in a test's own database, with what its handlers and commands work with. */
export class FeedsDatabase {
  readonly database: Database;
  readonly log: EventLog;
  readonly #drop: () => Promise<void>;

  /** @param test A fresh database, which is dropped with `stop`. */
  static async open(test: { urlOf(service: string): string; drop(): Promise<void> }): Promise<FeedsDatabase> {
    const url = test.urlOf('feeds');
    await migrate({ url, schema: 'feeds', sources });
    return new FeedsDatabase(url, () => test.drop());
  }

  private constructor(url: string, drop: () => Promise<void>) {
    this.database = new Database({
      url,
      schema: 'feeds',
      max: 20,
      transactions: 20,
      applicationName: 'test',
    });
    this.log = new EventLog(this.database.transactions, '/services/feeds', () => undefined);
    this.#drop = drop;
  }

  /** Runs an event handler in a transaction of its own, as a lane does. */
  async handle(work: (uow: UnitOfWork) => Promise<void>): Promise<void> {
    await this.log.transaction(work);
  }

  /**
   * Empties the service's own tables.
   *
   * @throws when the events of anything that the spec wrote do not say what its row is
   */
  async clear(): Promise<void> {
    assertExplained(await historyViolations(this.database.sql));
    await this.database.sql`
      truncate follows, follow_targets, timeline_entries, cards, collections, connections, feed_entries, activity_cards,
        event_store, outbox, outbox_pending`;
  }

  /** All that the projections hold, in canonical order. */
  async rows(): Promise<unknown> {
    const { sql } = this.database;
    const tables = await Promise.all([
      sql`select * from cards order by card_id`,
      sql`select * from collections order by collection_id`,
      sql`select * from connections order by connection_id`,
      sql`select * from feed_entries order by activity_id, source_id`,
      sql`select * from activity_cards order by activity_id, card_id, source_id`,
    ]);
    return JSON.parse(JSON.stringify(tables)) as unknown;
  }

  /** @throws as `clear` does */
  async stop(): Promise<void> {
    const violations = await historyViolations(this.database.sql);
    await this.database.close();
    await this.#drop();
    assertExplained(violations);
  }
}
