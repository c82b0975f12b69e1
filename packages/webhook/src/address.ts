import type { BlockList } from 'node:net';

/**
 * IPv4 ranges that are not on the public internet.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const PRIVATE_IPV4 = [
  '0.0.0.0/8', // this host
  '10.0.0.0/8',
  '100.64.0.0/10', // shared by a provider's customers
  '127.0.0.0/8',
  '168.63.129.16/32', // public range, but a virtual service of Azure for each of its machines
  '169.254.0.0/16', // link-local, including cloud metadata services
  '172.16.0.0/12',
  '192.0.0.0/24', // protocols of the IETF
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
];

/**
 * The only range of public IPv6 addresses. Outside it are loopback, link-local, site-local and unique local addresses, multicast, and
 * all forms that embed an IPv4 address: mapped, compatible, translated and NAT64.
 *
 * @see https://www.iana.org/assignments/ipv6-address-space
 */
const GLOBAL_IPV6 = ['2000::/3'];

/** Exceptions within that range. @see https://www.iana.org/assignments/iana-ipv6-special-registry */
const PRIVATE_IPV6 = [
  '2001::/23', // protocols of the IETF; Teredo is one, and embeds an IPv4 address
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4 embeds an IPv4 address
  '3fff::/20', // documentation
];

interface Ranges {
  readonly privateIpv4: BlockList;
  readonly globalIpv6: BlockList;
  readonly privateIpv6: BlockList;
}

let ranges: Ranges | undefined;

/** Loads and builds the lists on first use. One list per family, because a list also matches addresses of the other family. */
const net = () => process.getBuiltinModule('node:net');

function loadRanges(): Ranges {
  ranges ??= {
    privateIpv4: blockList(PRIVATE_IPV4, 'ipv4'),
    globalIpv6: blockList(GLOBAL_IPV6, 'ipv6'),
    privateIpv6: blockList(PRIVATE_IPV6, 'ipv6'),
  };
  return ranges;
}

function blockList(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new (net().BlockList)();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/**
 * Whether an address is not a public internet address. Addresses that embed an IPv4 address count as private. So does text that is not an
 * IP address, because it cannot be checked.
 *
 * @param ip IPv4 in dotted decimal, or IPv6 without brackets, with an optional zone as in `fe80::1%eth0`
 */
export function isPrivateAddress(ip: string): boolean {
  const { globalIpv6, privateIpv4, privateIpv6 } = loadRanges();
  const family = net().isIP(ip);
  if (family === 4) return privateIpv4.check(ip, 'ipv4');
  if (family !== 6) return true;
  const [address = ''] = ip.split('%');
  return !globalIpv6.check(address, 'ipv6') || privateIpv6.check(address, 'ipv6');
}
