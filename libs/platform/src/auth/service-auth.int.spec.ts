import {
  AtprotoBench,
  GET,
  MAKE,
  MINE,
  plcDid,
  SERVICE_DID,
} from '../../../../test/support/atproto-bench.js';
import { Issuer } from '../../../../test/support/issuer.js';

let bench: AtprotoBench;

beforeAll(async () => {
  bench = await AtprotoBench.start();
});

afterAll(() => bench.stop());

describe('a service-auth token', () => {
  it('says who asks: of a did:plc, with ES256K', async () => {
    const response = await bench.make(await bench.plc.authorization(MAKE));
    expect([response.status, await response.json()]).toEqual([201, { user: bench.plc.did }]);
  });

  it('says who asks: of a did:web, with ES256', async () => {
    const response = await bench.make(await bench.web.authorization(MAKE));
    expect([response.status, await response.json()]).toEqual([201, { user: bench.web.did }]);
  });

  it('says who asks: of a did:key, where that is configured', async () => {
    const nameless = await Issuer.k256('did:key:none');
    const did = nameless.key.did();
    const response = await bench.make(await nameless.authorization(MAKE, { claims: { iss: did } }));
    expect([response.status, await response.json()]).toEqual([201, { user: did }]);
  });

  it('may name the service within its DID', async () => {
    const audience = `${SERVICE_DID}#commonplace_cards`;
    expect((await bench.make(await bench.plc.authorization({ ...MAKE, audience }))).status).toBe(201);
  });

  it('needs no id for a read, and may be used for several', async () => {
    const authorization = await bench.plc.authorization(MINE, { claims: { jti: undefined, iat: undefined } });
    for (let use = 0; use < 2; use += 1) {
      const answer = await bench.service.request('GET', '/things/mine', { headers: { authorization } });
      expect(answer).toEqual({ status: 200, body: { user: bench.plc.did } });
    }
  });

  it('is needed where there must be somebody, and not where the route is public', async () => {
    const refused = await fetch(new URL('/things/mine', bench.service.url));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refused.json()).toMatchObject({ code: 'unauthenticated' });
    expect(await bench.service.request('GET', '/things/1')).toEqual({ status: 200, body: { user: null } });
  });

  it('is believed on a public route too, and refused there where it is bad', async () => {
    const good = { authorization: await bench.plc.authorization(GET) };
    expect(await bench.service.request('GET', '/things/1', { headers: good })).toMatchObject({
      body: { user: bench.plc.did },
    });
    const bad = { authorization: await bench.plc.authorization(MINE) };
    expect(await bench.service.request('GET', '/things/1', { headers: bad })).toMatchObject({ status: 403 });
  });

  it('does not make us read a document again and again', async () => {
    const before = await Issuer.k256(plcDid('k'));
    bench.list(before);
    expect((await bench.make(await before.authorization(MAKE))).status).toBe(201);
    const after = await before.rotated();
    bench.list(after);
    expect((await bench.make(await after.authorization(MAKE))).status).toBe(401);
    expect(bench.directory.requests.filter(({ url }) => url === `/${before.did}`)).toHaveLength(1);
  });

  it('counts once on all replicas', async () => {
    const replica = await bench.service.replica('other');
    const authorization = await bench.plc.authorization(MAKE);
    const uses = [bench.service.url, replica.url, bench.service.url].map((url) =>
      fetch(new URL('/things', url), { method: 'POST', headers: { authorization } }),
    );
    const statuses = (await Promise.all(uses)).map((response) => response.status);
    expect(statuses.sort()).toEqual([201, 401, 401]);
  });

  it('is kept no longer than it could be used', async () => {
    await bench.service
      .sql`insert into used_tokens values (${bench.plc.did}, 'old', now() - interval '1 second')`;
    await bench.make(await bench.plc.authorization(MAKE));
    expect(await bench.service.sql`select 1 from used_tokens where token_id = 'old'`).toHaveLength(0);
  });
});

describe('what clients need for a token', () => {
  it("is the service's DID document", async () => {
    expect(await bench.service.request('GET', '/.well-known/did.json')).toMatchObject({
      status: 200,
      body: {
        id: SERVICE_DID,
        service: [{ id: '#commonplace_cards', serviceEndpoint: 'https://cards.commonplace.example' }],
      },
    });
  });

  it('is the lexicon method of each route, in a table and in the description of the API', async () => {
    const row = { method: 'GET', path: '/things/{id}', lexiconMethod: GET.lexiconMethod };
    const { body: table } = await bench.service.request('GET', '/lexicon-methods');
    expect(table).toContainEqual(row);
    expect(await bench.service.request('GET', '/openapi.json')).toMatchObject({
      body: { paths: { '/things/{id}': { get: { 'x-lexicon-method': GET.lexiconMethod } } } },
    });
  });
});
