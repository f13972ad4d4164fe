import { Controller, Get, Module, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { Public } from './auth.js';

const NAME = 'http_server_request_duration_seconds';

@Public()
@Controller()
class PeopleController {
  @Get('people/:name')
  person(@Param('name') name: string): object {
    return { name };
  }

  @Get('stream')
  stream(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.setHeader('cache-control', 'no-store');
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    reply.raw.end('data: {}\n\n');
  }
}

@Module({ controllers: [PeopleController] })
class PeopleModule {}

let service: ServiceKit;

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of metrics', version: '1', upcasters: [] };
  service = await ServiceKit.start({ ...definition, name: 'cards', module: PeopleModule });
});

afterAll(() => service.stop());

/** How many requests were measured, by `<method> <route> <status>`. */
async function counts(): Promise<Record<string, number>> {
  const lines = (await service.metrics()).split('\n').filter((line) => line.startsWith(`${NAME}_count`));
  return Object.fromEntries(
    lines.map((line): [string, number] => {
      const labels = ['request_method', 'route', 'response_status_code'].map(
        (name) => new RegExp(`http_${name}="([^"]*)"`, 'u').exec(line)?.[1] ?? '',
      );
      return [labels.join(' '), Number(line.split(' ').at(-1))];
    }),
  );
}

describe('the duration of requests', () => {
  it('is measured by route and status, whatever the address was, and not of machines and streams', async () => {
    const stream = await fetch(new URL('/stream', service.url));
    expect(await stream.text()).toBe('data: {}\n\n');
    await service.request('GET', '/readyz');
    await service.request('GET', '/people/ada');
    await service.request('GET', '/people/bob');
    await service.request('GET', '/nowhere/to/be/found');
    // Measured once the answer is sent, which the client may see first.
    await eventually(async () => {
      expect(await counts()).toEqual({ 'GET /people/:name 200': 2, 'GET  404': 1 });
    });
  });
});
