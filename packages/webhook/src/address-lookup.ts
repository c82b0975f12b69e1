import type { LookupFunction } from 'node:net';
import { isPrivateAddress } from './address.ts';

/** Error code of {@link publicLookup} for a name that resolves to a private address. */
export const PRIVATE_ADDRESS = 'ERR_PRIVATE_ADDRESS';

/**
 * Returns a lookup function like `dns.lookup` that refuses answers with a private address, even next to public ones. Pass it to a
 * connection as its `lookup`: a second resolution of the name could return another address than the checked one.
 *
 * @param resolve resolves names. Default: the system resolver
 */
export function publicLookup(resolve: LookupFunction = process.getBuiltinModule('node:dns').lookup): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return answer(error, []);
      const addresses = typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : found;
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address)))
        return answer(
          Object.assign(new Error('The name resolves to a private address.'), { code: PRIVATE_ADDRESS }),
          [],
        );
      if (options.all === true) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}
