import { Controller, Get, Module } from '@nestjs/common';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { Public } from './auth.js';
import { readConfig } from './config.js';

@Controller('things')
class ThingsController {
  @Get()
  @Public()
  things(): object {
    return {};
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const ORIGIN = 'https://app.example.com';

let service: ServiceKit;

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of the platform', version: '1', upcasters: [] };
  service = await ServiceKit.start(
    { ...definition, name: 'cards', module: ThingsModule },
    { env: { CORS_ORIGINS: `${ORIGIN}, https://other.example.com` } },
  );
});

afterAll(() => service.stop());

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, service.url), { headers });
}

describe('what browsers may do', () => {
  it.each([
    ['an answer', '/things', 200],
    ['a refusal', '/nothing', 404],
    ['the page of the API', '/docs', 200],
  ])('%s can be neither framed nor taken for another type', async (_, path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('strict-transport-security')).toContain('max-age=');
  });

  it('the page of the API has no script that its policy would stop', async () => {
    const page = await (await get('/docs')).text();
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/u);
  });

  it('pages of a listed origin read answers and refusals', async () => {
    for (const path of ['/things', '/nothing']) {
      const { headers } = await get(path, { origin: ORIGIN });
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      const exposed = headers.get('access-control-expose-headers');
      for (const name of ['etag', 'idempotency-replayed', 'ratelimit']) expect(exposed).toContain(name);
    }
  });

  it('pages of a listed origin may send commands with a token', async () => {
    const response = await fetch(new URL('/things', service.url), {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization,if-match',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,if-match');
  });

  it('pages of any other origin read nothing', async () => {
    const { headers } = await get('/things', { origin: 'https://evil.example.com' });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['*', 'app.example.com', 'https://app.example.com/', 'null'])('"%s" is no origin', (origin) => {
    const env = { DATABASE_URL: 'x', NATS_URL: 'x', AUTH_MODE: 'development', CORS_ORIGINS: origin };
    expect(() => readConfig('cards', env)).toThrow('CORS_ORIGINS must name origins');
  });
});
