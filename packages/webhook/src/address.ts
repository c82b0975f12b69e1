import type { BlockList } from 'node:net';

/**
 * What is no address of a receiver on the public internet.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const PRIVATE_IPV4 = [
  '0.0.0.0/8', // this host
  '10.0.0.0/8',
  '100.64.0.0/10', // shared by a provider's customers
  '127.0.0.0/8',
  '168.63.129.16/32', // public in form, but what Azure runs beside each machine of its own
  '169.254.0.0/16', // link-local, and with it the metadata of clouds
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
 * The only range that public IPv6 addresses come from. Outside of it are loopback, link-local, site-local and unique local
 * addresses, multicast, and the forms that embed an IPv4 address: mapped, compatible, translated and NAT64.
 *
 * @see https://www.iana.org/assignments/ipv6-address-space
 */
const GLOBAL_IPV6 = ['2000::/3'];

/** The exceptions in it. @see https://www.iana.org/assignments/iana-ipv6-special-registry */
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

/** Loaded and built when first asked for. One list a family: a list matches addresses of the other family too. */
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
 * Whether an address is anything but one of a host on the public internet. Addresses that embed an IPv4 address count as
 * private whatever they embed. So does a text that is no IP address: an address that cannot be checked must not be connected to.
 *
 * @param ip IPv4 in dotted decimal, or IPv6 without brackets; a zone, as in `fe80::1%eth0`, may follow
 */
export function isPrivateAddress(ip: string): boolean {
  const { globalIpv6, privateIpv4, privateIpv6 } = loadRanges();
  const family = net().isIP(ip);
  if (family === 4) return privateIpv4.check(ip, 'ipv4');
  if (family !== 6) return true;
  const [address = ''] = ip.split('%');
  return !globalIpv6.check(address, 'ipv6') || privateIpv6.check(address, 'ipv6');
}
