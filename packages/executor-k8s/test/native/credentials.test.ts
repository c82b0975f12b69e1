import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import * as library from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { get } from '../../src/api/request.ts';
import { joinAccess, readAccess } from '../../src/native/cluster-access.ts';
import { runCredentialPlugin } from '../../src/native/credential-plugin.ts';
import { NativeDialer } from '../../src/native/native-dialer.ts';

const signal = new AbortController().signal;

/** Writes a credential program. @returns its path */
function makePlugin(script: string, folder = makeFolder()): string {
  const file = join(folder, 'plugin');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const print = (token: string) => `echo '{"kind":"ExecCredential","status":{"token":"${token}"}}'`;

/** Writes a kubeconfig. @returns its path */
function makeKubeconfig(user: object, cluster: object = {}, folder = makeFolder()): string {
  const file = join(folder, 'kubeconfig');
  const document = {
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server: 'https://127.0.0.1:1', ...cluster } }],
    users: [{ name: 'test', user }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  };
  writeFileSync(file, JSON.stringify(document));
  return file;
}

test('T21 a credential program gets no secrets of the runner, and its own variables', async () => {
  const out = join(makeFolder(), 'environment');
  const command = makePlugin(`env > ${out}; ${print('t0ken')}`);
  const env = [{ name: 'OWN', value: 'of-the-kubeconfig' }];
  const environment = { PATH: process.env.PATH, AWS_PROFILE: 'dev', AGENT_SAFE_KEY: 'secret-of-the-runner' };
  expect(await runCredentialPlugin({ command, env }, signal, environment)).toMatchObject({ token: 't0ken' });
  const seen = readFileSync(out, 'utf8');
  expect(seen).toContain('OWN=of-the-kubeconfig');
  expect(seen).toContain('AWS_PROFILE=dev');
  expect(seen).toContain('KUBERNETES_EXEC_INFO={"apiVersion":"client.authentication.k8s.io/v1"');
  expect(seen).not.toContain('secret-of-the-runner');
});

test.each([
  [
    'fails',
    'echo "login expired:" >&2; echo "key hidden-value" >&2; exit 3',
    'failed with exit code 3. It printed: login expired: key ***',
  ],
  ['prints no credentials', 'echo "{}"', 'printed no credentials.'],
  ['prints no JSON', 'echo t0ken-that-is-secret', 'printed no credentials.'],
])(
  'T21 a credential program that %s is named with its stderr, redacted and on one line',
  async (_, script, message) => {
    const config = { command: makePlugin(script), env: [{ name: 'KEY', value: 'hidden-value' }] };
    const error = await runCredentialPlugin(config, signal).then(
      () => undefined,
      (thrown: unknown) => (thrown instanceof Error ? thrown : undefined),
    );
    expect(error).toMatchObject({ name: 'RequestNotSent', message: expect.stringContaining(message) });
    expect(error?.message).not.toMatch(/hidden-value|t0ken-that-is-secret|\n/);
  },
);

test('a credential program that does not exist, or hangs, is reported', async () => {
  await expect(runCredentialPlugin({ command: '/no/such/program' }, signal)).rejects.toThrow(
    'cannot be started: ENOENT',
  );
  const command = makePlugin('exec sleep 60');
  await expect(runCredentialPlugin({ command }, AbortSignal.timeout(100))).rejects.toThrow('did not end in time');
});

test('the path of a credential program is relative to the kubeconfig', () => {
  const folder = makeFolder();
  const file = makeKubeconfig({ exec: { command: './plugin' } }, {}, folder);
  expect(readAccess(library, { kubeconfig: file }).user?.exec).toMatchObject({ command: join(folder, 'plugin') });
});

test('T31 a token that was replaced is read again after the API has refused the old one', async () => {
  const seen: unknown[] = [];
  const folder = makeFolder();
  const server = createServer(({ headers }, response) => {
    seen.push(headers.authorization);
    writeFileSync(join(folder, 'token'), 'second-token');
    response.statusCode = headers.authorization === 'Bearer second-token' ? 200 : 401;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(folder, 'token'), 'first-token');
  const dialer = new NativeDialer(100);
  const cluster = { name: 'test', server: `http://127.0.0.1:${port}` };
  const authProvider = { name: 'tokenFile', config: { tokenFile: join(folder, 'token') } };
  const context = { signal: stop.signal, deadline: Date.now() + 60_000, clock: Date.now, progress: () => undefined };
  const access = { cluster: { ...cluster, skipTLSVerify: true }, user: { name: 'pod', authProvider } };
  const transport = await dialer.connect(access, null, context);
  expect(await transport.send(get('/api/v1/nodes'))).toEqual({});
  expect(seen).toEqual(['Bearer first-token', 'Bearer second-token']);
  // The credentials of an execution are never replaced by those of the kubeconfig.
  const lease = { lease_id: 'lease-1', type: 'kubernetes', values: { token: 'of-the-lease' }, expires_at: '' };
  const leased = await dialer.connect(access, lease, context);
  await expect(leased.send(get('/api/v1/nodes'))).rejects.toMatchObject({ reason: 'Unauthorized' });
  expect(seen.slice(2)).toEqual(['Bearer of-the-lease']);
});

test.each(['as-groups', 'as-uid', 'as-user-extra'])(
  'T31 a kubeconfig with %s is refused, because it would be ignored',
  (field) => {
    const kubeconfig = makeKubeconfig({ token: 'of-the-test', as: 'somebody', [field]: ['x'] });
    expect(() => readAccess(library, { kubeconfig })).toThrow(`does not support "${field}"`);
  },
);

test.each([
  ['by default', {}, { rejectUnauthorized: true }],
  ['with insecure-skip-tls-verify', { 'insecure-skip-tls-verify': true }, { rejectUnauthorized: false }],
  ['not by a text', { 'insecure-skip-tls-verify': 'true' }, { rejectUnauthorized: true }],
  ['with another name', { 'tls-server-name': 'api.test' }, { rejectUnauthorized: true, servername: 'api.test' }],
])('T31 the certificate of the API is verified %s', async (_, cluster, expected) => {
  const kubeconfig = makeKubeconfig({ token: 'of-the-test' }, cluster);
  const options = {};
  await joinAccess(library, readAccess(library, { kubeconfig }), null).applyToHTTPSOptions(options);
  expect(options).toMatchObject(expected);
});

test('the impersonation of the kubeconfig does not apply to the credentials of an execution', async () => {
  const access = readAccess(library, { kubeconfig: makeKubeconfig({ token: 'of-the-test', as: 'somebody' }) });
  const headersOf = async (lease: Parameters<typeof joinAccess>[2]) => {
    const options: RequestOptions = {};
    await joinAccess(library, access, lease).applyToHTTPSOptions(options);
    return options.headers;
  };
  expect(await headersOf(null)).toMatchObject({ 'Impersonate-User': 'somebody' });
  const lease = { lease_id: 'lease-1', type: 'kubernetes', values: { token: 'of-the-lease' }, expires_at: '' };
  expect(await headersOf(lease)).toEqual({ Authorization: 'Bearer of-the-lease' });
});
