import { ConfigError, readConfig } from './config.js';

const ENV = {
  DATABASE_URL: 'postgres://cards@localhost/commonplace',
  NATS_URL: 'nats://localhost:4222',
  AUTH_MODE: 'development',
};

const fetchOf = (env: NodeJS.ProcessEnv) => readConfig('cards', { ...ENV, ...env }).fetch;

describe('how the URLs of strangers are read', () => {
  it('is not at all, and nothing but the internet, unless it is said', () => {
    const { readsPages, reachable } = fetchOf({});
    expect(readsPages).toBe(false);
    expect(['127.0.0.1', '10.0.0.1', '::1'].filter((address) => reachable.isReachable(address))).toEqual([]);
  });

  it('is in the name of the system, with an address where more is to be learned', () => {
    expect(fetchOf({ PUBLIC_URL: 'https://papers.example' }).userAgent).toBe(
      'Commonplace (+https://papers.example)',
    );
  });

  it('takes addresses and ranges that may be reached', () => {
    const { readsPages, reachable } = fetchOf({
      METADATA_FETCH: 'on',
      FETCH_ALLOW_ADDRESSES: '10.1.0.0/16, ::1',
    });
    expect(readsPages).toBe(true);
    expect(['10.1.2.3', '::1', '10.2.0.1'].map((address) => reachable.isReachable(address))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    [{ METADATA_FETCH: 'yes' }, /METADATA_FETCH must be "on" or "off", not "yes"/],
    [{ FETCH_ALLOW_ADDRESSES: 'intranet' }, /FETCH_ALLOW_ADDRESSES must name .*"intranet" is no IP address/],
  ])('refuses %j', (env, complaint) => {
    expect(() => fetchOf(env)).toThrow(ConfigError);
    expect(() => fetchOf(env)).toThrow(complaint);
  });
});
