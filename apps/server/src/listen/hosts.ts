import { isLocal, joinHost, type ListenAddress } from './address.ts';

/**
 * Returns the hosts that requests to an address may name. A web page can point a name of its own at this machine (DNS rebinding), and
 * its requests then name that host. Addresses that other machines reach are protected by their certificate or by the proxy.
 *
 * @returns undefined for all
 */
export function findHosts(
  address: ListenAddress,
  port: number,
  { behindProxy, publicUrl }: { readonly behindProxy: boolean; readonly publicUrl: string | undefined },
): ReadonlySet<string> | undefined {
  if (address.kind === 'unix' || behindProxy || !isLocal(address)) return undefined;
  const names = ['localhost', '127.0.0.1', '[::1]', address.host.includes(':') ? `[${address.host}]` : address.host];
  const local = names.flatMap((name) => [
    joinHost(name.replace(/^\[|\]$/g, ''), port),
    ...(isDefault(port) ? [name] : []),
  ]);
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).host];
  return new Set([...local, ...own].map((host) => host.toLowerCase()));
}

function isDefault(port: number): boolean {
  return port === 80 || port === 443;
}
