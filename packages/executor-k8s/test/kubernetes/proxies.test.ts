import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { FAR_NAME, openFarCluster } from './support/far-cluster.ts';
import {
  apply,
  deployment,
  eventually,
  isDown,
  kubectl,
  LIVE,
  NEEDS,
  needs,
  untilAvailable,
} from './support/kubectl.ts';
import { openLive, summarize } from './support/live.ts';

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Sets the variables of a proxy until the end of the test. */
function setProxy(variables: Readonly<Record<string, string>>): void {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, variables[name]);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe.skipIf(isDown)(`proxies before a real API${NEEDS}`, () => {
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

  test.skipIf(LIVE.pods === '')(`a forwarded port leads through the proxy${needs('pods')}`, async () => {
    const { kubeconfig, proxy, target } = await openFarCluster(true);
    const { act, namespace } = await openLive({ executor: { kubeconfig } });
    const metadata = { name: 'web', namespace };
    const [inPod, local] = [
      await listen(createHttpServer((_, response) => response.end('from the pod'))),
      await freePort(),
    ];
    const spec = { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.8' }] };
    const forwards = [{ ports: [80], target: { address: '127.0.0.1', port: inPod } }];
    await apply(
      { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'PortForward', metadata, spec: { forwards } },
      { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    );
    await eventually(
      () => kubectl(['get', 'pod', 'web', `--namespace=${namespace}`, '--output=jsonpath={.status.phase}']),
      (phase) => phase === 'Running',
    );
    const params = { namespace, pod: 'web', local_port: local, remote_port: 80 };
    const running = act('port-forward', params, { timeout: 15 });
    const read = () =>
      fetch(`http://127.0.0.1:${local}/`).then(
        (response) => response.text(),
        () => '',
      );
    expect(await eventually(read, (text) => text !== '')).toBe('from the pod');
    expect(summarize(await running)).toBe('success');
    expect(new Set(proxy.targets)).toEqual(new Set([target]));
    expect(proxy.seen().includes('GET / HTTP')).toBe(false);
  });

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
    const { kubeconfig, proxy } = await openFarCluster(true, { port: await listen(other) });
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
