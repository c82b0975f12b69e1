import type { LookupFunction } from 'node:net';
import { isPrivateAddress } from './address.ts';

/** The code of the error of {@link publicLookup} where a name leads to a private address. */
export const PRIVATE_ADDRESS = 'ERR_PRIVATE_ADDRESS';

/**
 * Resolves names as `dns.lookup` does, and refuses an answer that holds a private address, even beside public ones. To be
 * given to a connection as its `lookup`, so that what was checked is what is connected to: a name that is resolved twice
 * may lead elsewhere the second time.
 *
 * @param resolve what asks; the system's where it is left out
 */
export function publicLookup(resolve: LookupFunction = process.getBuiltinModule('node:dns').lookup): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return answer(error, []);
      const addresses = typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : found;
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address)))
        return answer(Object.assign(new Error('the name leads to a private address'), { code: PRIVATE_ADDRESS }), []);
      if (options.all === true) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}
