import { once } from 'node:events';
import { connect } from 'node:net';
import { Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { eventually } from '../../../test/support/eventually.js';
import { ServiceKit } from '../../../test/kit/service-kit.js';

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

let service: ServiceKit;

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of the platform', version: '1', upcasters: [] };
  service = await ServiceKit.start({ ...definition, name: 'cards', module: WorkingModule });
});

afterAll(() => service.stop());

describe('a service', () => {
  it('is ready once it has started', async () => {
    await eventually(async () => {
      expect(await service.request('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    });
  });

  it('starts without its broker, answers, and is ready when the broker comes', async () => {
    await service.broker.kill();
    await service.restart();
    expect(await service.request('GET', '/livez')).toMatchObject({ status: 200 });
    expect(await service.request('GET', '/readyz')).toMatchObject({ status: 503 });
    await service.broker.start();
    await eventually(
      async () => {
        expect(await service.request('GET', '/readyz')).toMatchObject({ status: 200 });
      },
      { deadlineMs: 30_000, intervalMs: 250 },
    );
    // Those of the restart.
    calls.splice(0, 2);
  }, 60_000);

  it('does not wait for connections on which nothing was asked, when it stops', async () => {
    const replica = await service.replica('other');
    const { hostname: host, port } = new URL(replica.url);
    const socket = connect({ host, port: Number(port) });
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await Promise.all([replica.stop(), closed]);
    // Those of the replica.
    calls.splice(1, 2);
  }, 20_000);

  // It is two applications to Nest, of requests and of events, over the same modules.
  it('starts and stops what its modules run once', async () => {
    expect(calls).toEqual(['started']);
    await service.stop();
    expect(calls).toEqual(['started', 'stopped']);
  });
});
