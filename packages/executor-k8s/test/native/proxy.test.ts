import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import * as library from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { create, get } from '../../src/api/request.ts';
import { readAccess } from '../../src/native/cluster-access.ts';
import { NativeDialer } from '../../src/native/native-dialer.ts';
import { type CertifiedKey, makeCertificate } from '../support/certificate.ts';
import { type ConnectProxyOptions, openConnectProxy } from '../support/connect-proxy.ts';

const TOKEN = 'token-of-the-test';
const API = makeCertificate('api.test');

interface Options {
  readonly proxy?: Omit<ConnectProxyOptions, 'port'>;
  /** Certificate that the API presents. */
  readonly presented?: CertifiedKey;
  /** Authority of the kubeconfig. */
  readonly ca?: string;
  readonly address?: (port: number) => string;
}

/** An API on 127.0.0.1 that has the name "api.test" behind a proxy, and a transport to it. */
async function openApi({ address, ca = API.cert, presented = API, proxy: options }: Options = {}) {
  const requests: string[] = [];
  const api = createServer(presented, ({ method, url = '' }, response) => {
    requests.push(`${method ?? ''} ${url}`);
    if (url.includes('watch=true')) response.write('{"type":"MODIFIED"}\n');
    else response.end('{"kind":"Node"}');
  });
  let connections = 0;
  api.on('secureConnection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const { port } = api.address() as AddressInfo;
  const proxy = await openConnectProxy({ port, ...options });
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
    api.closeAllConnections();
    api.close();
  });
  const kubeconfig = join(makeFolder(), 'kubeconfig');
  const cluster = {
    server: 'https://api.test:6443',
    'certificate-authority-data': Buffer.from(ca).toString('base64'),
    'proxy-url': address?.(proxy.port) ?? `http://127.0.0.1:${proxy.port}`,
  };
  const document = {
    'current-context': 'test',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'test', user: { token: TOKEN } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(document));
  const context = { signal: stop.signal, deadline: Date.now() + 60_000, clock: Date.now, progress: () => undefined };
  const transport = await new NativeDialer(100).connect(readAccess(library, { kubeconfig }), null, context);
  return { kubeconfig, proxy, requests, stop, transport, connections: () => connections };
}

test('requests and watches go through one tunnel each at a time, and the proxy sees no token', async () => {
  const { connections, proxy, requests, stop, transport } = await openApi();
  for (let count = 0; count < 3; count += 1)
    expect(await transport.send(get('/api/v1/nodes'))).toEqual({ kind: 'Node' });
  await transport.send(create('/api/v1/nodes', {}));
  expect([proxy.targets, connections()]).toEqual([['api.test:6443'], 1]);
  await new Promise<void>((resolve) => {
    void transport.watch('/api/v1/nodes', '1', stop.signal, resolve);
  });
  expect(requests.at(-1)).toContain('watch=true');
  expect(new Set(proxy.targets)).toEqual(new Set(['api.test:6443']));
  expect(proxy.seen().includes('/api/v1/nodes')).toBe(false);
  expect(proxy.seen().includes(TOKEN)).toBe(false);
  expect(proxy.authorizations[0]).toBeUndefined();
});

test('T31 an API with another certificate behind the proxy gets no request', async () => {
  const { proxy, requests, transport } = await openApi({ presented: makeCertificate('api.test') });
  await expect(transport.send(create('/api/v1/nodes', {}))).rejects.toMatchObject({
    name: 'RequestNotSent',
    message: expect.stringMatching(/^The API https:\/\/api\.test:6443 cannot be reached: .*certificate/),
  });
  expect([requests, proxy.targets.length > 0]).toEqual([[], true]);
  expect(proxy.seen().includes(TOKEN)).toBe(false);
});

test('T31 an API with another name behind the proxy gets no request', async () => {
  const presented = makeCertificate('other.test');
  const { requests, transport } = await openApi({ presented, ca: presented.cert });
  await expect(transport.send(get('/api/v1/nodes'))).rejects.toThrow(/Hostname\/IP does not match/);
  expect(requests).toEqual([]);
});

test('the user and the password of the proxy go to the proxy only, and into no message', async () => {
  const address = (port: number) => `http://agent:pass%20word@127.0.0.1:${port}`;
  const { proxy, transport } = await openApi({ address });
  await transport.send(get('/api/v1/nodes'));
  expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('agent:pass word').toString('base64')}`]);
  const refused = await openApi({ address, proxy: { refuse: 407 } });
  const error = await refused.transport.send(create('/api/v1/nodes', {})).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  const place = `the proxy http://127.0.0.1:${refused.proxy.port}`;
  expect(error).toMatchObject({
    name: 'RequestNotSent',
    message: `The API https://api.test:6443 cannot be reached: ${place} refused the connection with status 407.`,
  });
  const command = { namespace: 'dev', pod: 'web', container: 'main', command: ['true'] };
  await expect(refused.transport.exec(command)).rejects.toMatchObject({ name: 'RequestNotSent' });
});

test('a proxy that is down is named, and the request was certainly not sent', async () => {
  // Nothing listens on port 1.
  const { transport } = await openApi({ address: () => 'http://127.0.0.1:1' });
  await expect(transport.send(create('/api/v1/nodes', {}))).rejects.toMatchObject({
    name: 'RequestNotSent',
    message: expect.stringContaining('the proxy http://127.0.0.1:1 cannot be reached: connect ECONNREFUSED'),
  });
});

test('a proxy with TLS is verified by the authority of the cluster', async () => {
  const certificate = makeCertificate('127.0.0.1');
  const address = (port: number) => `https://127.0.0.1:${port}`;
  const trusted = await openApi({ address, proxy: { certificate }, ca: `${API.cert}${certificate.cert}` });
  expect(await trusted.transport.send(get('/api/v1/nodes'))).toEqual({ kind: 'Node' });
  const unknown = await openApi({ address, proxy: { certificate } });
  await expect(unknown.transport.send(get('/api/v1/nodes'))).rejects.toThrow(
    /the proxy .* cannot be reached: self-signed/,
  );
  expect(unknown.proxy.targets).toEqual([]);
});

test('a request that a broken tunnel may have carried is uncertain', async () => {
  const { proxy, transport } = await openApi();
  await transport.send(get('/api/v1/nodes'));
  const sent = transport.send(create('/api/v1/nodes?watch=true', {}));
  const failed = expect(sent).rejects.toMatchObject({ name: 'ApiError', reason: undefined });
  proxy.cut('reset');
  await failed;
});

test('the end of the run ends a tunnel that is being opened', async () => {
  const { kubeconfig } = await openApi();
  // A proxy that accepts connections and never answers.
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const access = readAccess(library, { kubeconfig });
  const stop = new AbortController();
  const context = { signal: stop.signal, deadline: Date.now() + 60_000, clock: Date.now, progress: () => undefined };
  const there = { ...access, cluster: { ...access.cluster, proxyUrl: `http://127.0.0.1:${port}` } };
  const transport = await new NativeDialer(100).connect(there, null, context);
  const accepted = new Promise((resolve) => silent.once('connection', resolve));
  const sent = expect(transport.send(get('/api/v1/nodes'))).rejects.toThrow('cannot be reached');
  const socket = (await accepted) as NodeJS.EventEmitter;
  const ended = new Promise((resolve) => socket.once('close', resolve));
  stop.abort();
  await Promise.all([sent, ended]);
});

test.each<[Record<string, string>, string | undefined]>([
  [{ HTTPS_PROXY: 'http://proxy.test:3128' }, 'http://proxy.test:3128'],
  [{ HTTPS_PROXY: 'http://proxy.test:3128', NO_PROXY: 'api.test' }, undefined],
])('a kubeconfig without proxy-url uses the environment: %j', (environment, expected) => {
  const kubeconfig = join(makeFolder(), 'kubeconfig');
  const document = {
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server: 'https://api.test:6443' } }],
    users: [{ name: 'test', user: { token: TOKEN } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(document));
  expect(readAccess(library, { kubeconfig, environment }).cluster.proxyUrl).toBe(expected);
});
