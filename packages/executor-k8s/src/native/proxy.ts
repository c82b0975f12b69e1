// The built command takes exports with a getter, such as BlockList, from the module itself.
import net, { type BlockList, isIP } from 'node:net';
import { KubeconfigInvalid } from '../api/kubeconfig-invalid.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:'];

/**
 * Chooses the proxy for an API like kubectl: `proxy-url` of the kubeconfig, else `HTTPS_PROXY` (`HTTP_PROXY` for an API without TLS), unless
 * `NO_PROXY` names the API. An API on this machine has no proxy of the environment.
 *
 * @returns the address of the proxy, which may contain a password; undefined for a direct connection
 * @throws KubeconfigInvalid if the address cannot be used
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function chooseProxy(server: string, own: unknown, environment: Environment): string | undefined {
  if (own !== undefined && own !== null && own !== '')
    return checkProxy(own, 'The field "proxy-url" of the kubeconfig');
  const api = new URL(server);
  const names = api.protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  const name = names.find((each) => isSet(environment[each]));
  if (name === undefined || isExempt(api, environment)) return undefined;
  const text = environment[name] ?? '';
  return checkProxy(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`, `The variable ${name}`);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** The message does not quote the address: it can contain a password. */
function checkProxy(value: unknown, source: string): string {
  const text = typeof value === 'string' ? value : '';
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address !== undefined && SCHEMES.includes(address.protocol) && address.hostname !== '') return text;
  throw new KubeconfigInvalid(
    `${source} is not the address of a proxy. Use an address that begins with http://, https:// or socks5://.`,
  );
}

/** Whether the environment exempts an API from its proxy. */
function isExempt(api: URL, environment: Environment): boolean {
  const host = api.hostname.replace(/^\[|\]$/g, '');
  const port = api.port === '' ? (api.protocol === 'https:' ? '443' : '80') : api.port;
  if (host === 'localhost' || isLoopback(host)) return true;
  const list = [environment.NO_PROXY, environment.no_proxy].find(isSet) ?? '';
  return list.split(',').some((entry) => matches(entry.trim().toLowerCase(), host, port));
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') ? isIP(host) === 4 : host === '::1';
}

/** Whether an entry of `NO_PROXY` names a host: `*`, an address, a network, or a domain, each but `*` and networks with an optional port. */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(entry, host);
  const [, name = '', only] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? ['', entry];
  const plain = name.replace(/^\[|\]$/g, '').replace(/^\*\./, '.');
  if (plain === '' || (only !== undefined && only !== port)) return false;
  if (isIP(plain) !== 0) return isIP(host) !== 0 && isSameAddress(plain, host);
  return plain.startsWith('.') ? host.endsWith(plain) : host === plain || host.endsWith(`.${plain}`);
}

function isInNetwork(network: string, host: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(network) ?? [];
  return isIP(address) !== 0 && isListed(host, (list) => list.addSubnet(address, Number(bits), familyOf(address)));
}

function isSameAddress(address: string, host: string): boolean {
  return isListed(host, (list) => list.addAddress(address, familyOf(address)));
}

function isListed(host: string, add: (list: BlockList) => void): boolean {
  const list = new net.BlockList();
  try {
    add(list);
  } catch {
    // A network with too many bits names no host.
    return false;
  }
  return isIP(host) !== 0 && list.check(host, familyOf(host));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
