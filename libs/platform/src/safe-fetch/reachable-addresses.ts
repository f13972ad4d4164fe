import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** All that is routed over the internet in IPv6; whatever else is unassigned, local, or an IPv4 address in disguise. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Azure's instance metadata: the one such service at an address that is otherwise public. */
const METADATA_SERVICE = ipaddr.IPv4.parse('168.63.129.16');

/**
 * Which IP addresses may be reached for somebody else's URL: those of the public internet, and those that the operator
 * names. IPv6 addresses that carry an IPv4 address (mapped, NAT64, 6to4, Teredo) are not public, whatever they carry.
 */
export class ReachableAddresses {
  private readonly named: readonly Range[];

  /**
   * @param named Addresses and CIDR ranges that may be reached although they are not public, on any port.
   * @throws RangeError naming the entry that is neither.
   */
  constructor(named: readonly string[] = []) {
    this.named = named.map(rangeOf);
  }

  /** Is it one of those that the operator names? */
  isNamed(address: string): boolean {
    const parsed = parse(address);
    return parsed !== undefined && this.named.some((range) => isWithin(parsed, range));
  }

  isReachable(address: string): boolean {
    const parsed = parse(address);
    if (parsed === undefined) return false;
    return isPublic(parsed) || this.named.some((range) => isWithin(parsed, range));
  }
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_UNICAST);
  return address.toString() !== METADATA_SERVICE.toString();
}

function isWithin(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

function parse(address: string): Address | undefined {
  return ipaddr.isValid(address) ? ipaddr.parse(address) : undefined;
}

function rangeOf(entry: string): Range {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  const address = parse(entry);
  if (address === undefined) throw new RangeError(`"${entry}" is no IP address and no CIDR range`);
  return [address, address instanceof ipaddr.IPv6 ? 128 : 32];
}
