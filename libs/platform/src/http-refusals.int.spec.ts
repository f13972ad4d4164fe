import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Controller, Get, Module } from '@nestjs/common';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { Public } from './auth.js';

@Controller('things')
class ThingsController {
  @Get(':id')
  @Public()
  thing(): object {
    return {};
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
