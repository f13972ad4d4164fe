import 'reflect-metadata';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { plcDid } from '../../../test/support/atproto-bench.js';
import { eventually } from '../../../test/support/eventually.js';
import { PeopleBench, profile } from '../../../test/support/people-bench.js';
import { cardsService } from './service.js';

const [ADA, BOB, CY, DAN, EVE] = ['a', 'b', 'c', 'd', 'e'].map(plcDid) as [
  string,
  string,
  string,
  string,
  string,
];
/** Names nobody has heard of until then. */
const letters = Array.from('fghijklmnopqrstuvwxyz');

let bench: PeopleBench;
let cards: ServiceKit;

beforeAll(async () => {
  bench = await PeopleBench.start();
  cards = await ServiceKit.start(cardsService, { env: bench.env });
  bench.list({ did: ADA, handle: 'ada.example.com', displayName: 'Ada Lovelace' });
  bench.list({ did: BOB, handle: 'Bob.example.com' });
  bench.list({ did: CY, displayName: 'Cy' });
});

afterAll(async () => {
  await cards.stop();
  await bench.close();
});

const somebody = (): string => plcDid(letters.pop() ?? '');

async function collectionOf(authorId: string, collaboratorIds: string[] = []): Promise<string> {
  const body = { name: 'Tides', collaboratorIds };
  const answer = await cards.request('POST', '/collections', { as: authorId, body });
  expect(answer).toMatchObject({ status: 201 });
  return `/collections/${(answer.body as { id: string }).id}`;
}

const show = async (path: string) => (await cards.request('GET', path)).body as { people?: object[] };

/** What is shown beside an answer once everybody in it was looked up. */
async function peopleIn(path: string): Promise<object[] | undefined> {
  await show(path);
  return eventually(async () => {
    const { people } = await show(path);
    expect(people).toBeDefined();
    return people;
  });
}

describe('beside the DIDs of an answer', () => {
  it('are handle and display name, as far as they are known', async () => {
    const path = await collectionOf(ADA, [BOB, CY, DAN]);
    expect(await show(path)).toMatchObject({ authorId: ADA, collaboratorIds: [BOB, CY, DAN] });
    await eventually(async () =>
      expect((await show(path)).people).toEqual([
        { did: ADA, handle: 'ada.example.com', displayName: 'Ada Lovelace' },
        { did: BOB, handle: 'bob.example.com' },
        { did: CY, displayName: 'Cy' },
      ]),
    );
  });

  it('is nobody before they were looked up, and nobody waits for it', async () => {
    const did = somebody();
    const asked = Promise.withResolvers<undefined>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    bench.directory.serve(`/${did}`, (_request, response) => {
      asked.resolve(undefined);
      void answered.then(() => response.writeHead(404).end());
    });
    const path = await collectionOf(did);
    expect(await show(path)).toMatchObject({ authorId: did });
    await asked.promise;
    expect(await show(path)).not.toHaveProperty('people');
    answer(undefined);
  });

  it('is no handle whose domain names somebody else', async () => {
    const did = somebody();
    bench.list({ did, handle: 'ada.example.net', handleNames: EVE, displayName: 'Ada Lovelace' });
    expect(await peopleIn(await collectionOf(did))).toEqual([{ did, displayName: 'Ada Lovelace' }]);
  });

  it('is no handle that a domain claims and its owner does not', async () => {
    const did = somebody();
    bench.list({ did, displayName: 'Fay' });
    bench.names.serve('_atproto.fay.example.com', `did=${did}`);
    expect(await peopleIn(await collectionOf(did))).toEqual([{ did, displayName: 'Fay' }]);
  });

  it.each<[string, unknown]>([
    ['turns the text about', 'abc\u202E'],
    ['has controls', 'a\u0000b\nc'],
    ['has room around it', '  abc  '],
  ])('is a display name without what %s', async (_, displayName) => {
    const did = somebody();
    bench.list({ did });
    bench.serveProfile(did, profile({ displayName }));
    expect(await peopleIn(await collectionOf(did))).toEqual([{ did, displayName: 'abc' }]);
  });

  it.each<[string, unknown]>([
    ['no text', 7],
    ['longer than names are', 'x'.repeat(65)],
    ['empty', ' '],
  ])('is no display name that is %s', async (_, displayName) => {
    const did = somebody();
    const handle = `h${did.slice(-1)}.example.com`;
    bench.list({ did, handle });
    bench.serveProfile(did, profile({ displayName }));
    expect(await peopleIn(await collectionOf(did))).toEqual([{ did, handle }]);
  });

  it('is a handle too where the server of the profile is broken', async () => {
    const did = somebody();
    bench.list({ did, handle: 'gil.example.com' });
    bench.serveProfile(did, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{');
    });
    expect(await peopleIn(await collectionOf(did))).toEqual([{ did, handle: 'gil.example.com' }]);
  });

  it('is what people wrote never looked at', async () => {
    const did = somebody();
    const { body } = await cards.request('POST', '/cards', {
      as: ADA,
      body: { url: 'https://example.org/dids', note: did },
    });
    const path = `/cards/${(body as { id: string }).id}`;
    expect(await peopleIn(path)).toHaveLength(1);
    expect(bench.directory.requests.filter(({ url }) => url === `/${did}`)).toEqual([]);
  });

  it('is nothing in the answer to a command', async () => {
    const path = await collectionOf(ADA);
    await peopleIn(path);
    const answer = await cards.request('PATCH', path, { as: ADA, body: { name: 'Seas' } });
    expect(answer).toMatchObject({ status: 200, body: { authorId: ADA } });
    expect(answer.body).not.toHaveProperty('people');
  });
});

describe('a query about a person', () => {
  it('is asked by DID or by handle', async () => {
    const path = await collectionOf(BOB);
    const ids = async (person: string) =>
      (
        (await cards.request('GET', `/users/${person}/collections`)).body as { items: { id: string }[] }
      ).items.map(({ id }) => id);
    expect(await ids('bob.example.com')).toContain(path.split('/').at(-1));
    expect(await ids('BOB.example.com')).toEqual(await ids(BOB));
  });

  it('finds nobody by a handle that only one side claims', async () => {
    const did = somebody();
    bench.list({ did, handle: 'hal.example.com', handleNames: EVE });
    bench.list({ did: EVE, handle: 'eve.example.com' });
    for (const handle of ['hal.example.com', 'nobody.example.com']) {
      expect(await cards.request('GET', `/users/${handle}/library`)).toMatchObject({
        status: 404,
        body: { code: 'unknown-handle', errors: [{ field: 'did' }] },
      });
    }
  });

  it('may be asked again where it can not be known now', async () => {
    const did = somebody();
    bench.list({ did, handle: 'ida.example.com' });
    bench.silence(did);
    const response = await fetch(new URL('/users/ida.example.com/library', cards.url));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ code: 'handle-unavailable' });
  });

  it('is refused where it names neither', async () => {
    expect(await cards.request('GET', '/users/nobody/library')).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: 'did' }] },
    });
  });
});

describe('a command about a person', () => {
  it('takes a DID alone: a handle may be another’s tomorrow', async () => {
    const path = await collectionOf(ADA);
    expect(await cards.request('PUT', `${path}/collaborators/bob.example.com`, { as: ADA })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'did' }] },
    });
  });
});
