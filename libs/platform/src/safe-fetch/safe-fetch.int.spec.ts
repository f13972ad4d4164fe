import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Answer, html, redirectTo, Site } from '../../../../test/support/site.js';
import type { ResolveHost } from './checked-addresses.js';
import { FetchError } from './fetch-error.js';
import { ReachableAddresses } from './reachable-addresses.js';
import { type FetchRequest, SafeFetch } from './safe-fetch.js';

const MAX_BYTES = 64 * 1024;
const REQUEST: FetchRequest = {
  accept: ['text/html'],
  timeoutMs: 10_000,
  maxBytes: MAX_BYTES,
  whenLarger: 'refuse',
};

/** The one at an address that is named as reachable, and one inside that is not. */
let site: Site;
let inside: Site;

beforeAll(async () => {
  site = await Site.at('127.0.0.1');
  inside = await Site.at('127.0.0.2', site.port);
});

beforeEach(() => {
  site.requests.length = 0;
});

afterEach(() => {
  expect(inside.requests).toEqual([]);
});

afterAll(async () => {
  await site.close();
  await inside.close();
});

const noName: ResolveHost = (hostname) => Promise.reject(new Error(`ENOTFOUND ${hostname}`));

function fetcher(resolve: ResolveHost = noName): SafeFetch {
  return new SafeFetch(new ReachableAddresses(['127.0.0.1']), 'Commonplace/test', resolve);
}

async function failureOf(
  url: string,
  request: Partial<FetchRequest> = {},
  safe = fetcher(),
): Promise<object> {
  try {
    await safe.get(url, { ...REQUEST, ...request });
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { code: error.code, isPermanent: error.isPermanent };
  }
  throw new Error(`${url} was read`);
}

describe('a page of a stranger', () => {
  it('is read, with where it was found, its type and its character set', async () => {
    const url = site.serve('/page', html('<title>Hello</title>'));
    const page = await fetcher().get(url, REQUEST);
    expect(page).toEqual({
      url,
      mediaType: 'text/html',
      charset: 'utf-8',
      body: Buffer.from('<title>Hello</title>'),
    });
  });

  it('is asked for without cookies, credentials or a referrer, and under our own name', async () => {
    site.serve('/set', (_request, response) => {
      response.writeHead(302, { location: '/page', 'set-cookie': 'a=b' }).end();
    });
    site.serve('/page', html('x'));
    await fetcher().get(site.urlOf('/set'), REQUEST);
    expect(site.requests.map(({ headers }) => headers)).toEqual([
      expect.objectContaining({ 'user-agent': 'Commonplace/test', accept: 'text/html' }),
      expect.not.objectContaining({ cookie: expect.anything() as unknown }),
    ]);
    expect(
      site.requests.flatMap(({ headers }) => [headers.cookie, headers.authorization, headers.referer]),
    ).toEqual(Array.from({ length: 6 }));
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('may be compressed with %s', async (encoding, compress) => {
    const url = site.serve(`/${encoding}`, html(compress('words'), { 'content-encoding': encoding }));
    expect((await fetcher().get(url, REQUEST)).body.toString()).toBe('words');
  });

  it('is followed through five redirects, and not through a sixth', async () => {
    for (const hop of [1, 2, 3, 4, 5, 6])
      site.serve(`/hop-${String(hop)}`, redirectTo(`/hop-${String(hop - 1)}`));
    site.serve('/hop-0', html('arrived'));
    const at = (hop: number): string => site.urlOf(`/hop-${String(hop)}`);
    expect((await fetcher().get(at(5), REQUEST)).url).toBe(at(0));
    expect(await failureOf(at(6))).toEqual({ code: 'too-many-redirects', isPermanent: true });
  });

  it.each([
    [404, true],
    [410, true],
    [403, true],
    [429, false],
    [408, false],
    [500, false],
    [503, false],
  ])('that answers %i may be asked again: not %s', async (status, isPermanent) => {
    const url = site.serve(`/status-${String(status)}`, (_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('no');
    });
    expect(await failureOf(url)).toEqual({ code: 'bad-status', isPermanent });
  });

  it('is refused unread when it is of another type', async () => {
    const url = site.serve('/pdf', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF');
    });
    expect(await failureOf(url)).toEqual({ code: 'wrong-content-type', isPermanent: true });
  });

  it('that nobody serves may be there another time', async () => {
    const gone = await Site.at('127.0.0.1');
    const url = gone.serve('/', html('x'));
    await gone.close();
    expect(await failureOf(url)).toEqual({ code: 'no-connection', isPermanent: false });
    expect(await failureOf('http://nowhere.example/')).toEqual({
      code: 'unreachable-host',
      isPermanent: false,
    });
  });
});

describe('what leads inside', () => {
  it.each([
    'http://127.0.0.2/',
    'http://127.2/',
    'http://2130706434/',
    'http://0x7f000002/',
    'http://0177.0.0.2/',
    'http://127.0.0.2./',
    'http://０x7f.0.0.2/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.2]/',
    'http://[::ffff:7f00:2]/',
    'http://[64:ff9b::7f00:2]/',
    'http://[fd00::1]/',
  ])('%s is refused', async (url) => {
    expect(await failureOf(url)).toEqual({ code: 'refused-address', isPermanent: true });
  });

  it.each([
    'ftp://93.184.215.14/',
    'file:///etc/passwd',
    'gopher://93.184.215.14/',
    'http://user:password@93.184.215.14/',
    'http://93.184.215.14:22/',
    'https://93.184.215.14:8443/',
    'nonsense',
  ])('%s is refused', async (url) => {
    expect(await failureOf(url)).toEqual({ code: 'refused-url', isPermanent: true });
  });

  it.each([
    ['another address', () => `http://127.0.0.2:${String(site.port)}/`, 'refused-address'],
    ['the metadata of a cloud', () => 'http://169.254.169.254/', 'refused-address'],
    ['a file', () => 'file:///etc/passwd', 'refused-url'],
  ])('a redirect to %s is refused', async (name, target, code) => {
    const url = site.serve(`/to-${name.replaceAll(' ', '-')}`, redirectTo(target()));
    const safe = fetcher(() => Promise.resolve(['127.0.0.2']));
    expect(await failureOf(url, {}, safe)).toEqual({ code, isPermanent: true });
  });

  it('a name is refused when one of its addresses is inside', async () => {
    const safe = fetcher(() => Promise.resolve(['93.184.215.14', '10.0.0.1']));
    expect(await failureOf('http://both.example/', {}, safe)).toMatchObject({ code: 'unreachable-host' });
  });

  it.each(['http://inside.example/', 'https://inside.example/', 'http://inside.example:8080/'])(
    'a name inside fails as one that nobody has: %s',
    async (url) => {
      const redirect = site.serve('/inward', redirectTo(url));
      const asked: string[] = [];
      const known = fetcher(async (hostname) => {
        asked.push(hostname);
        return ['127.0.0.2'];
      });
      for (const from of [url, redirect]) {
        expect(await failureOf(from, {}, known)).toEqual(await failureOf(from));
      }
      // Nothing more is done for one than for the other.
      expect(asked).toEqual(['inside.example', 'inside.example']);
    },
  );

  it('a name that changes its answer is asked once a hop, and reached where that answer says', async () => {
    const asked: string[] = [];
    const safe = fetcher((hostname) => {
      asked.push(hostname);
      return Promise.resolve([asked.length === 1 ? '127.0.0.1' : '127.0.0.2']);
    });
    const url = `http://rebinding.example:${String(site.port)}`;
    site.serve('/stays', html('seen'));
    expect((await safe.get(`${url}/stays`, REQUEST)).body.toString()).toBe('seen');
    expect(asked).toEqual(['rebinding.example']);
    expect(await failureOf(`${url}/stays`, {}, safe)).toMatchObject({ code: 'unreachable-host' });
  });

  it('a name that changes its answer between two hops is checked at each', async () => {
    let answers = 0;
    const safe = fetcher(() => {
      answers += 1;
      return Promise.resolve([answers === 1 ? '127.0.0.1' : '127.0.0.2']);
    });
    site.serve('/again', redirectTo('/again'));
    const url = `http://rebinding.example:${String(site.port)}/again`;
    expect(await failureOf(url, {}, safe)).toMatchObject({ code: 'unreachable-host' });
    expect(site.requests).toHaveLength(1);
  });
});

describe('what would keep us busy', () => {
  it.each([
    ['one that says so', html('x'.repeat(MAX_BYTES + 1))],
    [
      'one without an end',
      ((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const more = (): void => {
          while (!response.destroyed && response.write('x'.repeat(4_096)));
        };
        response.on('drain', more);
        more();
      }) satisfies Answer,
    ],
    [
      'one that is small until it is decompressed',
      html(gzipSync(Buffer.alloc(50 * 1024 * 1024)), { 'content-encoding': 'gzip' }),
    ],
  ])('a long body is read to the limit and no further: %s', async (name, answer) => {
    const url = site.serve(`/long-${name.replaceAll(' ', '-')}`, answer);
    expect(await failureOf(url)).toEqual({ code: 'too-large', isPermanent: true });
    const { body } = await fetcher().get(url, { ...REQUEST, whenLarger: 'cut' });
    expect(body).toHaveLength(MAX_BYTES);
  });

  it('a body that decompresses to nothing for ever is too large as it is', async () => {
    const nothing = gzipSync('');
    const url = site.serve('/nothing', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
      response.end(Buffer.concat(Array.from({ length: 10_000 }, () => nothing)));
    });
    expect(await failureOf(url, { whenLarger: 'cut' })).toEqual({ code: 'too-large', isPermanent: true });
  });

  it.each([
    ['is broken', 'gzip', Buffer.from('not compressed at all')],
    ['is of a kind that was not asked for', 'zstd', Buffer.from('x')],
    ['is compressed twice', 'gzip, gzip', gzipSync(gzipSync('x'))],
  ])('a body whose compression %s can not be read', async (name, encoding, body) => {
    const url = site.serve(`/bad-${name.replaceAll(' ', '-')}`, html(body, { 'content-encoding': encoding }));
    expect(await failureOf(url)).toEqual({ code: 'unreadable-body', isPermanent: true });
  });

  it('a body that ends early may be whole another time', async () => {
    const url = site.serve('/short', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100' }).write('x');
      setImmediate(() => response.destroy());
    });
    expect(await failureOf(url)).toEqual({ code: 'no-connection', isPermanent: false });
  });

  it.each([
    ['the head', ((_request, response) => response.on('close', () => undefined)) satisfies Answer],
    [
      'the body, which drips',
      ((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => {
          clearInterval(drip);
        });
      }) satisfies Answer,
    ],
  ])('the time-out is for everything: %s', async (name, answer) => {
    const url = site.serve(`/slow-${name.replaceAll(' ', '-')}`, answer);
    expect(await failureOf(url, { timeoutMs: 200 })).toEqual({ code: 'timed-out', isPermanent: false });
  });

  it('the time-out is for names too, and for redirects without an end', async () => {
    const never = fetcher(() => new Promise(() => undefined));
    expect(await failureOf('http://slow.example/', { timeoutMs: 50 }, never)).toMatchObject({
      code: 'timed-out',
    });
  });

  it('is called off by its signal', async () => {
    const calledOff = new AbortController();
    const url = site.serve('/waits', () => {
      calledOff.abort();
    });
    expect(await failureOf(url, { signal: calledOff.signal })).toEqual({
      code: 'aborted',
      isPermanent: false,
    });
  });
});
