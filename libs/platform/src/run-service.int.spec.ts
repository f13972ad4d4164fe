import { Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { startTestNats, type TestNats } from '../../../test/support/nats.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { TestService } from '../../../test/support/running-service.js';
import { migrate } from './migrate.js';
import { migrationSources } from './run-migrations.js';

const calls: string[] = [];

/** What a module starts and stops with the service. */
@Injectable()
class Worker implements OnApplicationBootstrap, OnApplicationShutdown {
  onApplicationBootstrap(): void {
    calls.push('started');
  }

  onApplicationShutdown(): void {
    calls.push('stopped');
  }
}

@Module({ providers: [Worker] })
class WorkingModule {}

let nats: TestNats;
let database: TestDatabase;
let service: TestService;

beforeAll(async () => {
  database = await createTestDatabase({ services: ['cards'] });
  const databaseUrl = database.urlOf('cards');
  [nats] = await Promise.all([
    startTestNats(),
    migrate({ url: databaseUrl, schema: 'cards', sources: migrationSources('cards') }),
  ]);
  const definition = { title: 'Test', description: 'Of the platform', version: '1', upcasters: [] };
  service = await TestService.start(
    { ...definition, name: 'cards', module: WorkingModule },
    { databaseUrl, nats },
  );
});

afterAll(async () => {
  await nats.stop();
  await database.drop();
});

describe('a service', () => {
  it('is ready once it has started', async () => {
    expect(await service.request('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  // It is two applications to Nest, of requests and of events, over the same modules.
  it('starts and stops what its modules run once', async () => {
    expect(calls).toEqual(['started']);
    await service.stop();
    expect(calls).toEqual(['started', 'stopped']);
  });
});
