import postgres, { type Sql } from 'postgres';
import { BUS_DATABASE } from '../../../infra/postgres/bus.mjs';
import type { FaultBroker, FaultBrokerOptions, FullDisk, Poison, WireEvent } from './broker.ts';
import { poisonMessages, wireEventOf } from './wire-event.ts';

/** The bus in the system's own PostgreSQL, as its superuser. It has no process of its own. */
export class PostgresFaultBroker implements FaultBroker {
  readonly transport = 'postgres';
  readonly #sql: Sql;

  private constructor(sql: Sql) {
    this.#sql = sql;
  }

  static open({ postgresUrl }: Pick<FaultBrokerOptions, 'postgresUrl'>): Promise<PostgresFaultBroker> {
    const url = new URL(postgresUrl);
    url.pathname = `/${BUS_DATABASE}`;
    const sql = postgres(url.href, { max: 2, onnotice: () => undefined, connect_timeout: 2 });
    return Promise.resolve(new PostgresFaultBroker(sql));
  }

  nodes(): readonly [] {
    return [];
  }

  async stored(): Promise<number> {
    const [row] = await this.#sql<
      { sum: number }[]
    >`select sum(bus.last_of(positions))::float8 as sum from bus.partitions`;
    return row?.sum ?? 0;
  }

  async poison(): Promise<Poison[]> {
    const { messages, poison } = poisonMessages();
    for (const { id, type, aggregateId, partition, body } of messages) {
      await this.#sql`
        with place as (
          select partition, positions from bus.partitions where partition = ${partition} for update
        )
        insert into bus.events (partition, position, event_id, type, aggregate_id, body, stored_at)
        select partition, nextval(positions), ${id}, ${type}, ${aggregateId}, ${body}, now() from place`;
    }
    return poison;
  }

  async lose(count: number): Promise<WireEvent[]> {
    const rows = await this.#sql<{ body: string }[]>`
      delete from bus.events e using (
        select partition, position from bus.events where body not like '%"correlationid":"poison"%'
          and body like '{%' order by stored_at desc limit ${count}
      ) newest
      where e.partition = newest.partition and e.position = newest.position
      returning e.body`;
    return rows.flatMap(({ body }) => wireEventOf(body) ?? []);
  }

  fillDisk(): Promise<FullDisk> {
    return Promise.reject(new Error('The bus shares the disk of PostgreSQL'));
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
  }
}
