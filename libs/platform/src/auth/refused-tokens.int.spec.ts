import { createHmac } from 'node:crypto';
import {
  AtprotoBench,
  json,
  MAKE,
  MINE,
  OPERATOR_TOKEN,
  plcDid,
  SERVICE_DID,
  status as answering,
} from '../../../../test/support/atproto-bench.js';
import { encoded, Issuer, type TokenChanges } from '../../../../test/support/issuer.js';
import { type Answer, redirectTo, Site } from '../../../../test/support/site.js';

let bench: AtprotoBench;

beforeAll(async () => {
  bench = await AtprotoBench.start();
});

afterAll(() => bench.stop());

function now(): number {
  return Math.floor(Date.now() / 1000);
}

describe('a bad token is refused', () => {
  const of = (changes: TokenChanges) => () => bench.plc.authorization(MAKE, changes);
  const claims = (changed: Record<string, unknown>) => of({ claims: changed });

  /** Listed under its DID with another document, or answer, than the good one. */
  async function listedAs(letter: string, answer: (issuer: Issuer) => Answer): Promise<string> {
    const issuer = await Issuer.k256(plcDid(letter));
    bench.directory.serve(`/${issuer.did}`, answer(issuer));
    return issuer.authorization(MAKE);
  }

  it.each<[string, () => Promise<string> | string, number, string]>([
    ['of another scheme', () => `Development ${bench.plc.did}`, 401, 'unauthenticated'],
    ['without a token', () => 'Bearer', 401, 'unauthenticated'],
    ['that is no JWT', () => 'Bearer abc', 401, 'token-malformed'],
    ['whose parts are not JSON', () => 'Bearer abc.def.ghi', 401, 'token-malformed'],
    [
      'with an array for its claims',
      () => `Bearer ${encoded({ alg: 'ES256K' })}.W10.aaaa`,
      401,
      'token-malformed',
    ],
    ['that is oversized', claims({ extra: 'x'.repeat(4_000) }), 401, 'token-malformed'],
    ['that is an access token', of({ header: { typ: 'at+jwt' } }), 401, 'token-malformed'],
    ['with extensions that must be understood', of({ header: { crit: ['b64'] } }), 401, 'token-malformed'],
    ['with the algorithm "none"', of({ header: { alg: 'none' } }), 401, 'token-algorithm-refused'],
    ['with HS256 and the public key', withPublicKeyAsSecret, 401, 'token-algorithm-refused'],
    [
      "with another algorithm than the key's",
      of({ header: { alg: 'ES256' } }),
      401,
      'token-signature-refused',
    ],
    ['without an issuer', claims({ iss: undefined }), 401, 'token-malformed'],
    ['whose issuer is no DID', claims({ iss: 'alice.example.com' }), 401, 'issuer-refused'],
    [
      'whose issuer has two fragments',
      () => claims({ iss: `${bench.plc.did}#a#b` })(),
      401,
      'issuer-refused',
    ],
    ['whose issuer has no such method', claims({ iss: 'did:example:alice' }), 401, 'issuer-unknown'],
    ['without an end', claims({ exp: undefined }), 401, 'token-malformed'],
    ['whose end is a text', claims({ exp: 'tomorrow' }), 401, 'token-malformed'],
    ['that has expired', () => claims({ exp: now() - 31 })(), 401, 'token-expired'],
    ['that lives for an hour', () => claims({ exp: now() + 3_600 })(), 401, 'token-lives-too-long'],
    ['from the future', () => claims({ iat: now() + 60 })(), 401, 'token-not-yet-valid'],
    ['that is not valid yet', () => claims({ nbf: now() + 60 })(), 401, 'token-not-yet-valid'],
    ['without an audience', claims({ aud: undefined }), 401, 'token-malformed'],
    ['for another host', claims({ aud: 'did:web:elsewhere.example' }), 401, 'token-audience-refused'],
    [
      'for another service of the host',
      claims({ aud: `${SERVICE_DID}#commonplace_feeds` }),
      401,
      'token-audience-refused',
    ],
    ['for another method', claims({ lxm: MINE.lexiconMethod }), 403, 'token-method-refused'],
    ['for no method', claims({ lxm: undefined }), 403, 'token-method-refused'],
    ['without an id, on a write', claims({ jti: undefined }), 401, 'token-id-missing'],
    ['with an id that is a number', claims({ jti: 7 }), 401, 'token-malformed'],
    ['that somebody else signed', async () => of({ key: bench.web.key })(), 401, 'token-signature-refused'],
    ['that was changed after it was signed', changedAfterwards, 401, 'token-signature-refused'],
    [
      'of a DID that is not there',
      async () => (await Issuer.k256(plcDid('b'))).authorization(MAKE),
      401,
      'issuer-unknown',
    ],
    ['of a tombstoned DID', () => listedAs('c', () => answering(410)), 401, 'issuer-deactivated'],
    [
      "with somebody else's document",
      () => listedAs('d', () => json(bench.plc.document)),
      401,
      'issuer-unknown',
    ],
    [
      'with a document that is no JSON',
      () =>
        listedAs(
          'e',
          () => (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<'),
        ),
      401,
      'issuer-unknown',
    ],
    [
      'with a document without keys',
      () => listedAs('f', ({ did }) => json({ id: did })),
      401,
      'issuer-without-key',
    ],
    ['with a key of another purpose', () => listedAs('g', withLabelKeyOnly), 401, 'issuer-without-key'],
    [
      'with a document that is too large',
      () => listedAs('h', ({ did }) => json({ id: did, padding: 'x'.repeat(70_000) })),
      401,
      'issuer-unknown',
    ],
    ['of a directory that fails', () => listedAs('i', () => answering(500)), 503, 'issuer-unavailable'],
    ['of a did:web at a private address', () => fromWeb('10.0.0.1'), 401, 'issuer-unknown'],
    ['of a did:web at a loopback address', () => fromWeb('127.0.0.2'), 401, 'issuer-unknown'],
    [
      'of a did:web with a path',
      () => fromWeb(`localhost%3A${String(bench.host.port)}:alice`),
      401,
      'issuer-unknown',
    ],
  ])('%s', async (_, authorization, status, code) => {
    const response = await bench.make(await authorization());
    expect(await response.json()).toMatchObject({ type: `urn:commonplace:problem:${code}`, status, code });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    if (status === 503) expect(response.headers.get('retry-after')).toBe('5');
    else expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/u);
  });

  it('of a did:web that redirects inside', async () => {
    const trap = await Site.at('127.0.0.1');
    trap.serve('/.well-known/did.json', redirectTo('http://169.254.169.254/latest/meta-data'));
    const response = await bench.make(await fromWeb(`localhost%3A${String(trap.port)}`));
    expect(await response.json()).toMatchObject({ status: 401, code: 'issuer-unknown' });
    expect(trap.requests).toHaveLength(1);
    await trap.close();
  });

  it('of a route that has no method', async () => {
    const headers = {
      authorization: await bench.plc.authorization({ audience: SERVICE_DID, lexiconMethod: 'unnamed' }),
    };
    const answer = await bench.service.request('POST', '/things/unnamed', { headers });
    expect(answer).toMatchObject({ status: 403, body: { code: 'token-method-refused' } });
  });

  it('of a user, where operators are asked for; and of an operator, where users are', async () => {
    const user = { authorization: await bench.plc.authorization(MAKE) };
    expect(await bench.service.request('GET', '/admin/events/parked', { headers: user })).toMatchObject({
      status: 401,
      body: { code: 'operator-token-refused' },
    });
    const operator = { authorization: `Operator ${OPERATOR_TOKEN}` };
    expect(await bench.service.request('GET', '/admin/events/parked', { headers: operator })).toMatchObject({
      status: 200,
    });
    expect(await bench.service.request('POST', '/things', { headers: operator })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
  });

  function withPublicKeyAsSecret(): string {
    const part = encoded({ typ: 'JWT', alg: 'HS256' });
    const signed = `${part}.${encoded({ iss: bench.plc.did, aud: SERVICE_DID, lxm: MAKE.lexiconMethod, exp: now() + 60, jti: 'h' })}`;
    const secret = Buffer.from(bench.plc.key.did());
    return `Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  async function changedAfterwards(): Promise<string> {
    const [header = '', payload = '', signature = ''] = (await bench.plc.token(MAKE)).split('.');
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    return `Bearer ${header}.${encoded({ ...said, iss: bench.web.did })}.${signature}`;
  }

  function withLabelKeyOnly(issuer: Issuer): Answer {
    return json(
      JSON.parse(JSON.stringify(issuer.document).replace('#atproto"', '#atproto_label"')) as object,
    );
  }

  async function fromWeb(id: string): Promise<string> {
    return (await Issuer.k256(`did:web:${id}`)).authorization(MAKE);
  }
});
