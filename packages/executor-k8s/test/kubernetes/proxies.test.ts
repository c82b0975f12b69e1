import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { FAR_NAME, openFarCluster } from './support/far-cluster.ts';
import { apply, deployment, isDown, kubectl, LIVE, NEEDS, untilAvailable } from './support/kubectl.ts';
import { openLive, summarize } from './support/live.ts';

/** Sets the variables of a proxy until the end of the test. */
function setProxy(variables: Readonly<Record<string, string>>): void {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, variables[name]);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe.skipIf(isDown)(`proxies before a real API${NEEDS}`, { timeout: 90_000 }, () => {
  test.each(['proxy-url', 'HTTPS_PROXY'])(
    'requests, watches and commands in pods go through the proxy of %s',
    async (by) => {
      const { kubeconfig, proxy, target } = await openFarCluster(by === 'proxy-url');
      const { act, namespace } = await openLive({ executor: { kubeconfig }, runner: { commandAllowlist: [['true']] } });
      await apply(deployment(namespace, 'web', 1));
      await untilAvailable(namespace);
      const pods = ['get', 'pods', `--namespace=${namespace}`, '--output=jsonpath={.items[0].metadata.name}'];
      const pod = await kubectl(pods);
      setProxy(by === 'proxy-url' ? {} : { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
      expect(summarize(await act('scale-deployment', { namespace, deployment: 'web', replicas: 2 }))).toBe('success');
      if (LIVE.pods !== '')
        expect(summarize(await act('exec-pod', { namespace, pod, command: ['true'] }))).toBe('success');
      expect(new Set(proxy.targets)).toEqual(new Set([target]));
      // The proxy sees TLS only.
      expect(proxy.seen().includes('/api/v1/namespaces')).toBe(false);
    },
  );

  test('an API in NO_PROXY is not reached through the proxy', async () => {
    const { kubeconfig, proxy } = await openFarCluster(false);
    const { act, namespace } = await openLive({ executor: { kubeconfig } });
    setProxy({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: FAR_NAME });
    const report = await act('rollout-status', { namespace, deployment: 'web' });
    expect(report).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(proxy.targets).toEqual([]);
  });

  test('T31 another server behind the proxy gets no credentials, and the ticket stays unused', async () => {
    const requests: unknown[] = [];
    const other = createServer(makeCertificate(FAR_NAME), ({ headers }, response) => {
      requests.push(headers);
      response.end('{}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { kubeconfig, proxy } = await openFarCluster(true, { port });
    const { act, namespace } = await openLive({ executor: { kubeconfig } });
    const report = await act('rollout-status', { namespace, deployment: 'web' });
    expect(report).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(report.reason).toMatch(/certificate/);
    expect([requests, proxy.targets.length > 0]).toEqual([[], true]);
  });

  test('a proxy that refuses is named, and the ticket stays unused', async () => {
    const { kubeconfig } = await openFarCluster(true, { refuse: 403 });
    const { act, namespace } = await openLive({ executor: { kubeconfig } });
    const report = await act('rollout-status', { namespace, deployment: 'web' });
    expect(report).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(report.reason).toMatch(/cannot be reached|Unable to connect|connect/i);
  });
});
