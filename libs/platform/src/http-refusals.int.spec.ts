import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { Public } from './auth.js';

@Controller('things')
class ThingsController {
  @Get(':id')
  @Public()
  thing(): object {
    return {};
  }

  @Post()
  @Public()
  make(@Body() body: unknown): object {
    return { body };
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

let service: ServiceKit;

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of the platform', version: '1', upcasters: [] };
  service = await ServiceKit.start({ ...definition, name: 'cards', module: ThingsModule });
});

afterAll(() => service.stop());

async function post(body: Buffer, type = 'application/json'): Promise<{ status: number; problem: unknown }> {
  const response = await fetch(`${service.url}/things`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return { status: response.status, problem: await response.json() };
}

/** Writes the bytes as they are, and reads the answer until the service ends the connection. */
async function answerTo(request: string): Promise<{ head: string; body: unknown }> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, body: JSON.parse(body) };
}

describe('what is refused before there is a handler', () => {
  it.each([
    ['a bad percent escape', '/things/%zz', 400, 'malformed-url'],
    ['an escape that is not UTF-8', '/things/%ff', 400, 'malformed-url'],
    ['an over-long parameter', `/things/${'x'.repeat(300)}`, 414, 'url-too-long'],
    ['a path that is not there', '/nothing', 404, 'not-found'],
  ])('%s is a problem', async (_, path, status, code) => {
    const response = await fetch(service.url + path);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: `urn:commonplace:problem:${code}`, status, code });
  });

  it.each([
    ['PUT', '/things/1', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/things/1?depth=1', 'GET, HEAD, OPTIONS'],
    ['GET', '/things', 'OPTIONS, POST'],
    ['DELETE', '/docs', 'GET, HEAD, OPTIONS'],
  ])('%s of %s, which has other methods, is told them', async (method, path, allow) => {
    const response = await fetch(service.url + path, { method });
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect([response.status, await response.json()]).toMatchObject([405, { code: 'method-not-allowed' }]);
  });

  it('OPTIONS is answered with the methods of a path, where there is one', async () => {
    const [there, nowhere] = await Promise.all(
      ['/things/1', '/nothing'].map((path) => fetch(service.url + path, { method: 'OPTIONS' })),
    );
    expect([there?.status, there?.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect([nowhere?.status, nowhere?.headers.get('allow')]).toEqual([404, null]);
  });

  it('HEAD is answered as GET is, without its body', async () => {
    const response = await fetch(`${service.url}/things/1`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.text()).toBe('');
  });

  it.each([
    ['{"secret": 1,}', 'a name in double quotes is expected at line 1, column 14'],
    ['{\n  "secret" 1\n}', '":" is expected at line 2, column 12'],
    ['{"secret": "\xff"}', 'not UTF-8'],
    ['{"__proto__": {}}', 'a name that is not allowed'],
  ])('JSON that can not be read, %j, is refused with the place and without its text', async (body, where) => {
    const { status, problem } = await post(Buffer.from(body, 'latin1'));
    expect([status, problem]).toMatchObject([
      400,
      { code: 'invalid-request', detail: expect.stringContaining(where) },
    ]);
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('an empty body is none', async () => {
    expect(await post(Buffer.alloc(0))).toMatchObject({ status: 201 });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('a body of %s is a problem', async (type) => {
    expect(await post(Buffer.from('a=b'), type)).toMatchObject({
      status: 415,
      problem: { code: 'unsupported-media-type' },
    });
  });

  it.each([
    [
      'headers that are too large',
      `GET /things/1 HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['what is not HTTP', 'HELLO\r\n\r\n', 400, 'malformed-request'],
  ])('%s: a problem, and the end of the connection', async (_, request, status, code) => {
    const { head, body } = await answerTo(request);
    expect(head).toContain(`HTTP/1.1 ${String(status)} `);
    expect(head).toContain('Content-Type: application/problem+json');
    expect(body).toMatchObject({ type: `urn:commonplace:problem:${code}`, status, code });
  });
});
