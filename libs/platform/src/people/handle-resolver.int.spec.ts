import { Resolver } from 'node:dns/promises';
import { NameServer } from '../../../../test/support/name-server.js';
import { type Answer, redirectTo, Site } from '../../../../test/support/site.js';
import { ReachableAddresses } from '../safe-fetch/reachable-addresses.js';
import { SafeFetch } from '../safe-fetch/safe-fetch.js';
import { HandleResolver } from './handle-resolver.js';

const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const OTHER = 'did:web:other.example.com';
const WELL_KNOWN = '/.well-known/atproto-did';

let names: NameServer;
let site: Site;
let resolver: HandleResolver;

beforeEach(async () => {
  [names, site] = await Promise.all([NameServer.start(), Site.at('127.0.0.1')]);
  resolver = resolverAt(site.urlOf(WELL_KNOWN), ['127.0.0.1']);
});

afterEach(() => Promise.all([names.close(), site.close()]));

/** @param wellKnown Where a handle's domain is to be asked. */
function resolverAt(wellKnown: string, reachable: readonly string[] = []): HandleResolver {
  const dns = new Resolver({ timeout: 1_000, tries: 1 });
  dns.setServers([names.address]);
  return new HandleResolver(
    new SafeFetch(new ReachableAddresses(reachable), 'test'),
    (name) => dns.resolveTxt(name),
    () => wellKnown,
  );
}

function text(body: string, type = 'text/plain; charset=utf-8'): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(body);
  };
}

describe('a handle is looked up', () => {
  it('in the TXT records of its domain', async () => {
    names.serve('_atproto.ada.example.com', 'v=spf1 -all', `did=${DID}`);
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'found', value: DID });
    expect(site.requests).toEqual([]);
  });

  it('at its well-known address where DNS says nothing', async () => {
    site.serve(WELL_KNOWN, text(`${DID}\n`));
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'found', value: DID });
    expect(names.asked).toEqual(['_atproto.ada.example.com']);
  });

  it('there too where the name servers fail', async () => {
    names.fail();
    site.serve(WELL_KNOWN, text(DID));
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'found', value: DID });
  });
});

describe('a handle is nobody’s', () => {
  it('where its domain names two', async () => {
    names.serve('_atproto.ada.example.com', `did=${DID}`, `did=${OTHER}`);
    site.serve(WELL_KNOWN, text(DID));
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'unknown' });
  });

  it('where its domain says nothing', async () => {
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'unknown' });
  });

  it.each<[string, Answer]>([
    ['no DID', text('ada')],
    ['a page', text(DID, 'text/html')],
    ['more than a DID', text(`${DID} ${'x'.repeat(4_000)}`)],
  ])('where its domain has %s at the well-known address', async (_, answer) => {
    site.serve(WELL_KNOWN, answer);
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'unknown' });
  });

  it.each(['ada', 'ada.local', 'ada.internal', 'ada.onion', '127.0.0.1', 'a b.example.com'])(
    'where it is no name of the internet, and nobody is asked: %s',
    async (handle) => {
      expect(await resolver.didOf(handle)).toEqual({ status: 'unknown' });
      expect([...names.asked, ...site.requests]).toEqual([]);
    },
  );
});

describe('what a handle’s domain leads to', () => {
  it('is not read where it is inside, nor where a redirect leads inside', async () => {
    const inside = resolverAt(site.urlOf(WELL_KNOWN));
    site.serve(WELL_KNOWN, text(DID));
    expect(await inside.didOf('ada.example.com')).toEqual({ status: 'unknown' });
    const outside = await Site.at('127.0.0.2');
    outside.serve(WELL_KNOWN, redirectTo(site.urlOf(WELL_KNOWN)));
    const led = resolverAt(outside.urlOf(WELL_KNOWN), ['127.0.0.2']);
    expect(await led.didOf('ada.example.com')).toEqual({ status: 'unknown' });
    expect(site.requests).toEqual([]);
    await outside.close();
  });

  it('may answer later where it does not now', async () => {
    site.serve(WELL_KNOWN, (_request, response) => {
      response.writeHead(503).end();
    });
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'unavailable' });
  });

  it('may be said later by name servers that fail now', async () => {
    names.fail();
    expect(await resolver.didOf('ada.example.com')).toEqual({ status: 'unavailable' });
  });
});
