import { isIP, type LookupFunction } from 'node:net';
import { FetchError } from './fetch-error.js';
import type { ReachableAddresses } from './reachable-addresses.js';

/** The addresses of a host name, as the machine's resolver knows them. Rejects where there are none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

const WEB_PORTS: ReadonlySet<string> = new Set(['', '80', '443']);

/**
 * The addresses that a connection for this URL may be made to. One that may not be reached refuses the whole host: a
 * name that stands for a public and a private address at once is an attempt to be let through.
 *
 * A name inside and a name that nobody has fail alike: whoever may have URLs read would learn our names otherwise.
 *
 * @throws FetchError with `refused-url`, `refused-address` or `unreachable-host`.
 */
export async function checkedAddressesOf(
  url: URL,
  reachable: ReachableAddresses,
  resolve: ResolveHost,
): Promise<readonly string[]> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new FetchError('refused-url', `${url.protocol} is neither http: nor https:`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchError('refused-url', 'the URL carries a user or password');
  }
  const addresses = await addressesOf(url.hostname, resolve);
  const refused = addresses.find((address) => !reachable.isReachable(address));
  if (refused !== undefined) {
    const code = isIP(literalOf(url.hostname)) === 0 ? 'unreachable-host' : 'refused-address';
    throw new FetchError(code, `${url.hostname} is at ${refused}, which is not public`);
  }
  if (!WEB_PORTS.has(url.port) && !addresses.every((address) => reachable.isNamed(address))) {
    throw new FetchError('refused-url', `port ${url.port} is none of the web's`);
  }
  return addresses;
}

/** A lookup that answers only what was checked: the name is not resolved a second time, so no other answer counts. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, answers);
    else callback(null, answers[0]?.address ?? '', answers[0]?.family);
  };
}

/** URL has read decimal, octal and hexadecimal forms of IPv4 addresses already: what is left is dotted. */
async function addressesOf(hostname: string, resolve: ResolveHost): Promise<readonly string[]> {
  const literal = literalOf(hostname);
  if (isIP(literal) !== 0) return [literal];
  let addresses: readonly string[];
  try {
    addresses = await resolve(hostname);
  } catch (error) {
    throw new FetchError('unreachable-host', `${hostname} can not be resolved`, undefined, error);
  }
  if (addresses.length === 0) throw new FetchError('unreachable-host', `${hostname} has no address`);
  return addresses;
}

/** What it is if it is an address: IPv6 stands in brackets. */
function literalOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/u, '$1');
}
