import type { ServerSettings } from '@agent-safe/schemas';
import { ResponseHeaders } from '../http/respond.ts';
import type { ListenAddress } from '../listen/address.ts';
import { findClientAddress, isLoopback, Networks, toNetwork } from '../listen/client-address.ts';
import { findHosts } from '../listen/hosts.ts';
import { RequestRates } from '../listen/request-rates.ts';
import type { AppServices } from './app.ts';

/** The rules for all requests: rates, hosts, and headers of answers. */
export function openPolicing(
  server: ServerSettings,
  { isBehindProxy, isSecure }: { readonly isBehindProxy: boolean; readonly isSecure: boolean },
): Pick<AppServices, 'admit' | 'findAddress' | 'headers'> & {
  readonly hosts: (address: ListenAddress, port: number) => ReadonlySet<string> | undefined;
} {
  const trusted = isBehindProxy ? new Networks(server.trusted_proxies) : undefined;
  const rates = new RequestRates(server.limits.requests_per_second, () => performance.now());
  const findAddress: AppServices['findAddress'] = (request, env) =>
    findClientAddress(
      {
        remoteAddress: env?.incoming?.socket.remoteAddress,
        forwardedFor: trusted && request.headers.get('x-forwarded-for'),
      },
      trusted,
    );
  return {
    findAddress,
    admit(principal, request, env) {
      if (principal !== undefined && principal.kind !== 'anonymous') return rates.admit(principal, undefined);
      const address = findAddress(request, env);
      return address === undefined || isLoopback(address) || rates.admit(principal, toNetwork(address));
    },
    headers: new ResponseHeaders(server, isSecure || server.public_url?.startsWith('https:') === true),
    hosts: (address, port) => findHosts(address, port, { behindProxy: isBehindProxy, publicUrl: server.public_url }),
  };
}
