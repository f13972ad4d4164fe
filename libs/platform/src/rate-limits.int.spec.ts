import { Controller, Get, Module, Post } from '@nestjs/common';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { Public } from './auth.js';

@Public()
@Controller('things')
class ThingsController {
  @Get()
  list(): object {
    return {};
  }

  @Post()
  make(): object {
    return {};
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const LIMITS = { RATE_LIMIT_READS: '3', RATE_LIMIT_WRITES: '2', CLIENT_ADDRESS_HEADER: 'X-Client' };

let service: ServiceKit;

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of the platform', version: '1', upcasters: [] };
  const module = { ...definition, name: 'cards', module: ThingsModule };
  service = await ServiceKit.start(module, { env: LIMITS });
});

afterAll(() => service.stop());

async function ask(method: string, headers: Record<string, string>, path = '/things'): Promise<Response> {
  const response = await fetch(service.url + path, { method, headers });
  return new Response(await response.text(), response);
}

const as = (person: string): Record<string, string> => ({ authorization: `Development ${person}` });

async function statuses(times: number, method: string, headers: Record<string, string>): Promise<number[]> {
  const found: number[] = [];
  for (let count = 0; count < times; count += 1) found.push((await ask(method, headers)).status);
  return found;
}

describe('requests', () => {
  it('are told what is left', async () => {
    const { headers } = await ask('GET', as('did:plc:told'));
    expect(headers.get('ratelimit-policy')).toBe('"reads";q=3;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"reads";r=2;t=\d+$/u);
  });

  it('are refused beyond the limit, with the time to wait', async () => {
    expect(await statuses(2, 'POST', as('did:plc:eager'))).toEqual([201, 201]);
    const refused = await ask('POST', as('did:plc:eager'));
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toMatch(/^"writes";r=0;t=\d+$/u);
    expect(await refused.json()).toMatchObject({ code: 'rate-limited', status: 429 });
  });

  it('are counted for each person, reads and writes apart', async () => {
    expect(await statuses(3, 'POST', as('did:plc:ada'))).toEqual([201, 201, 429]);
    expect(await statuses(4, 'GET', as('did:plc:ada'))).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, 'POST', as('did:plc:cy'))).toEqual([201]);
  });

  it('are counted by address where nobody says who they are', async () => {
    expect(await statuses(3, 'POST', { 'x-client': '192.0.2.1' })).toEqual([201, 201, 429]);
    expect(await statuses(1, 'POST', { 'x-client': '192.0.2.2' })).toEqual([201]);
  });

  it('of whoever watches over the service are not counted', async () => {
    for (let count = 0; count < 5; count += 1) {
      const response = await ask('GET', { 'x-client': '192.0.2.3' }, '/livez');
      expect([response.status, response.headers.get('ratelimit')]).toEqual([200, null]);
    }
  });

  it('hides the metrics from who comes through the proxy, and from nobody else', async () => {
    expect((await ask('GET', { 'X-Client': '198.51.100.7' }, '/metrics')).status).toBe(404);
    expect((await ask('GET', {}, '/metrics')).status).toBe(200);
  });
});
