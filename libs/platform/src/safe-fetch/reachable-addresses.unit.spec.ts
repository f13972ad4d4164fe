import { ReachableAddresses } from './reachable-addresses.js';

describe('the addresses that may be reached', () => {
  const reachable = new ReachableAddresses();

  it.each(['93.184.215.14', '1.1.1.1', '2606:4700::1111'])('%s is public', (address) => {
    expect(reachable.isReachable(address)).toBe(true);
  });

  it.each([
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['loopback beyond the first', '127.8.9.10'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['link-local, with the clouds’ metadata', '169.254.169.254'],
    ['metadata at a public address', '168.63.129.16'],
    ['protocol assignments', '192.0.0.192'],
    ['documentation', '203.0.113.5'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified, IPv6', '::'],
    ['loopback, IPv6', '::1'],
    ['link-local, IPv6', 'fe80::1'],
    ['unique local', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast, IPv6', 'ff02::1'],
    ['mapped IPv4', '::ffff:127.0.0.1'],
    ['mapped IPv4, even a public one', '::ffff:1.1.1.1'],
    ['compatible IPv4', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001::7f00:1'],
    ['documentation, IPv6', '2001:db8::1'],
    ['not assigned', '4000::1'],
    ['a zone of a link', 'fe80::1%eth0'],
    ['no address', 'example.org'],
  ])('%s is not: %s', (_, address) => {
    expect(reachable.isReachable(address)).toBe(false);
  });

  it('those that the operator names are, and no others of their kind', () => {
    const named = new ReachableAddresses(['127.0.0.1', '10.1.0.0/16', 'fd12::/16']);
    expect(['127.0.0.1', '10.1.2.3', 'fd12::7'].map((address) => named.isReachable(address))).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      ['127.0.0.2', '10.2.0.1', 'fd13::7', '::1', '::ffff:127.0.0.1'].filter((address) =>
        named.isReachable(address),
      ),
    ).toEqual([]);
  });

  it('takes only addresses and ranges for a name', () => {
    expect(() => new ReachableAddresses(['localhost'])).toThrow(
      '"localhost" is no IP address and no CIDR range',
    );
  });
});
