import { BlockList, isIP, isIPv4 } from 'node:net';

/** Networks, such as `10.0.0.0/8`. */
export class Networks {
  readonly #list = new BlockList();

  /** @throws RangeError if a text is no network */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', given] = network.split('/');
      const version = isIP(address);
      const length = given === undefined ? (version === 4 ? 32 : 128) : Number(given);
      if (version === 0 || !Number.isInteger(length) || length > (version === 4 ? 32 : 128))
        throw new RangeError(network);
      this.#list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
    }
  }

  has(address: string): boolean {
    return isIP(address) !== 0 && this.#list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

const LOOPBACK = new Networks(['127.0.0.0/8', '::1/128']);

export function isLoopback(address: string): boolean {
  return LOOPBACK.has(address);
}

/** The header and the peer of a request. */
interface Peer {
  /** Undefined for a Unix socket. */
  readonly remoteAddress: string | undefined;
  readonly forwardedFor: string | null | undefined;
}

/**
 * Finds the address of the client. Behind a proxy it is the last address of `x-forwarded-for` that no trusted proxy has: a client can
 * write the addresses before it.
 *
 * @param trusted networks of trusted proxies; undefined without a proxy, where the header does not count
 * @returns undefined for a Unix socket without a proxy
 */
export function findClientAddress(
  { forwardedFor, remoteAddress }: Peer,
  trusted: Networks | undefined,
): string | undefined {
  const peer = remoteAddress === undefined ? undefined : plain(remoteAddress);
  // Only the user and the group of the socket can connect to a Unix socket, so its peer is a trusted proxy.
  const isTrusted = trusted !== undefined && (peer === undefined || trusted.has(peer));
  if (!isTrusted || forwardedFor === null || forwardedFor === undefined) return peer;
  let found = peer;
  for (const hop of forwardedFor.slice(-1_024).split(',').toReversed()) {
    const address = plain(hop.trim());
    if (isIP(address) === 0) return found;
    found = address;
    if (!trusted.has(address)) return address;
  }
  return found;
}

/** Returns the network whose requests count together: an IPv4 address, or 64 bits of IPv6, which one client usually has. */
export function toNetwork(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** An IPv4 address without the prefix that sockets of both versions add, and without a port or a zone. */
function plain(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
}
