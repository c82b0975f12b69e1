import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { type ConnectProxy, type ConnectProxyOptions, openConnectProxy } from '../../support/connect-proxy.ts';
import { kubectl } from './kubectl.ts';

/** A name in the certificate of the API that this machine cannot resolve, so that only the proxy leads to the API. */
export const FAR_NAME = 'kubernetes.default.svc';

interface View {
  readonly clusters: { readonly name: string; readonly cluster: Record<string, unknown> }[];
}

/**
 * Opens a proxy to the API of the tests, and writes a kubeconfig whose API is reached only through a proxy.
 *
 * @param isNamed whether the kubeconfig names the proxy. Otherwise the environment has to
 */
export async function openFarCluster(
  isNamed: boolean,
  options: Partial<ConnectProxyOptions> = {},
): Promise<{ readonly kubeconfig: string; readonly proxy: ConnectProxy; readonly target: string }> {
  const view = JSON.parse(await kubectl(['config', 'view', '--raw', '--flatten', '--minify', '--output=json'])) as View;
  const [entry] = view.clusters;
  const { port } = new URL(String(entry?.cluster.server));
  const proxy = await openConnectProxy({ port: Number(port), ...options });
  const server = `https://${FAR_NAME}:${port}`;
  const named = isNamed ? { 'proxy-url': `http://127.0.0.1:${proxy.port}` } : {};
  const cluster = { ...entry?.cluster, server, ...named };
  const kubeconfig = join(makeFolder(), 'kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify({ ...view, clusters: [{ ...entry, cluster }] }), { mode: 0o600 });
  return { kubeconfig, proxy, target: `${FAR_NAME}:${port}` };
}
