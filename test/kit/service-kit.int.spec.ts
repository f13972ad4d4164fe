import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { migrate, migrationSources } from '#platform';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { differences } from './settled.js';

describe('the page on testing', () => {
  it('shows the example that is run', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/testing-events.md'), 'utf8');
    const example = readFileSync(join(import.meta.dirname, 'example.int.spec.ts'), 'utf8');
    expect(/^```ts\n(.*?)^```$/msu.exec(page)?.[1]).toBe(example);
  });
});

describe('a service that has not settled', () => {
  let database: TestDatabase;
  let sql: Sql;

  beforeAll(async () => {
    database = await createTestDatabase({ services: ['feeds'] });
    const url = database.urlOf('feeds');
    await migrate({ url, schema: 'feeds', sources: migrationSources('feeds') });
    sql = postgres(url, { max: 1, connection: { search_path: 'feeds' } });
  });

  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  it('says what is not published, not handled, parked, and what is not though it should be', async () => {
    await sql`insert into outbox_pending (position, day, partition) values (1, now(), 0)`;
    await sql`
      insert into inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
      values ('feeds', 0, '/services/cards', 'a', 2, 1)`;
    await sql`
      insert into parked_events (consumer, generation, source, aggregate_id, sequence, partition, event_id, type, body,
        status, reason, error, service_version)
      values ('feeds', 0, '/services/cards', 'b', 1, 0, gen_random_uuid(), 't', '{}', 'dead', 'failed', ${'Error: no\n at'}, '1')`;
    const published = new Map([
      ['/services/cards a', 3],
      ['/services/cards b', 1],
    ]);
    expect(await differences(sql, 'feeds', published, { waiting: 1 })).toEqual([
      '1 events in its outbox are not published',
      '/services/cards a stands at 2 of 3',
      '0 parked as waiting, not 1',
      '1 parked as dead, not 0; the first is number 1 of b: Error: no',
    ]);
    await sql`delete from outbox_pending`;
    expect(await differences(sql, 'feeds', new Map([['/services/cards a', 2]]), { dead: 1 })).toEqual([]);
  });
});
