import { quote } from '@agent-safe/core';
import { KubeconfigInvalid } from './kubeconfig-invalid.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Refuses the address of an API that others could read or replace on the way: without TLS, it proves no identity and shows the
 * credentials.
 *
 * @throws KubeconfigInvalid
 */
export function checkServer(server: string): void {
  const address = URL.canParse(server) ? new URL(server) : undefined;
  if (address?.protocol === 'https:') return;
  if (address?.protocol === 'http:' && LOOPBACK.test(address.hostname)) return;
  throw new KubeconfigInvalid(`The server ${quote(server)} of the kubeconfig is not an https address. Use https.`);
}
