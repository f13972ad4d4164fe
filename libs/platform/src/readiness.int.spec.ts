import { randomUUID } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { OnEvent } from '#eventing';
import postgres from 'postgres';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { counted, CountedV1 } from '../../../test/support/engine-world.js';
import { eventually } from '../../../test/support/eventually.js';
import { postgresUrl, quiet } from '../../../test/support/run.js';
import { Readiness } from './readiness.js';

@Controller()
class CountsController {
  @OnEvent(CountedV1)
  onCounted(): void {
    // The event is what is counted.
  }
}

@Module({ controllers: [CountsController] })
class CountsModule {}

const DEFINITION = { title: 'Test', description: 'Of readiness', version: '1', upcasters: [] };

let service: ServiceKit;

beforeAll(async () => {
  service = await ServiceKit.start(
    { ...DEFINITION, name: 'feeds', module: CountsModule },
    { env: { READY_MAX_LAG: '2' } },
  );
});

afterAll(() => service.stop());

const isReady = () =>
  eventually(
    async () => {
      expect(await service.request('GET', '/readyz')).toEqual({ status: 200, body: { status: 'ok' } });
    },
    { deadlineMs: 30_000, intervalMs: 100 },
  );

/** It says so, and that it is alive all the same. */
const isNotReady = (why: RegExp) =>
  eventually(
    async () => {
      expect(await service.request('GET', '/readyz')).toMatchObject({
        status: 503,
        body: { code: 'not-ready', detail: expect.stringMatching(why) as string },
      });
      expect(await service.request('GET', '/livez')).toEqual({ status: 200, body: { status: 'ok' } });
    },
    { deadlineMs: 30_000, intervalMs: 100 },
  );

beforeEach(isReady);

afterEach(isReady);

describe('a service is not ready', () => {
  it('without its database', async () => {
    const name = new URL(service.databaseUrl).pathname.slice(1);
    const admin = postgres(postgresUrl(), { max: 1, onnotice: quiet });
    try {
      await admin`alter database ${admin(name)} with allow_connections false`;
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await isNotReady(/^database: /u);
      await admin`alter database ${admin(name)} with allow_connections true`;
    } finally {
      await admin.end({ timeout: 1 });
    }
  }, 90_000);

  it('without its broker', async () => {
    await service.broker.kill();
    await isNotReady(/^broker: /u);
    await service.broker.start();
  }, 90_000);

  it('on a schema that lacks migrations of its release', async () => {
    const taken = await service.sql<{ source: string; created_at: string; hash: string }[]>`
      delete from applied_migrations where created_at = (
        select max(created_at) from applied_migrations where source = 'eventing'
      ) and source = 'eventing' returning source, created_at, hash`;
    await isNotReady(/^migrations: 1 of eventing not applied: run the release's migrate\.js$/u);
    await service.sql`insert into applied_migrations ${service.sql(taken)}`;
  });

  it('when it is further behind than is allowed', async () => {
    await service.administration.pause({ operator: 'ada', reason: 'to be behind' });
    await eventually(async () => {
      expect(await service.metrics()).toMatch(/^commonplace_consumer_paused\{[^}]*\} 1$/mu);
    });
    for (const value of [1, 2, 3]) await service.publish('cards', randomUUID(), counted(value));
    await isNotReady(/^lag: 3 events behind, of 2 allowed$/u);
    await service.administration.resume({ operator: 'ada' });
    await service.untilSettled();
  }, 60_000);

  it('while it is shutting down', async () => {
    const replica = await service.replica('leaving');
    const ask = async () => {
      const response = await fetch(new URL('/readyz', replica.url));
      return { status: response.status, body: (await response.json()) as object };
    };
    await eventually(async () => {
      expect((await ask()).status).toBe(200);
    });
    replica.app.get(Readiness).drain();
    expect(await ask()).toMatchObject({ status: 503, body: { detail: 'The service is shutting down' } });
    await replica.stop();
  });

  it('and says all that is in the way', async () => {
    await service.broker.kill();
    await service.sql`alter table applied_migrations rename to applied_migrations_away`;
    await isNotReady(/^migrations: .*applied_migrations.*; broker: /u);
    await service.sql`alter table applied_migrations_away rename to applied_migrations`;
    await service.broker.start();
  }, 90_000);
});
