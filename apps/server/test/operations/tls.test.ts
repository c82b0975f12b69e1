import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, expect, test } from 'vitest';
import { startServer } from '../support/running.ts';

const folder = shareFolder();
const NAMES = ['first', 'second'];

beforeAll(() => {
  for (const name of NAMES) {
    const files = ['-keyout', join(folder(), `${name}.key`), '-out', join(folder(), `${name}.crt`)];
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', [...kind, ...files, '-subj', `/CN=${name}`], { stdio: 'ignore' });
  }
});

function use(name: string, project: string): void {
  copyFileSync(join(folder(), `${name}.crt`), join(project, 'tls.crt'));
  copyFileSync(join(folder(), `${name}.key`), join(project, 'tls.key'));
}

const tls = { cert_file: 'tls.crt', key_file: 'tls.key' };

async function nameOf(url: string): Promise<string | undefined> {
  const { port } = new URL(url);
  const { promise, reject, resolve } = Promise.withResolvers<string | undefined>();
  const socket = connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false }, () => {
    resolve(String(socket.getPeerCertificate().subject.CN));
    socket.destroy();
  });
  socket.once('error', reject);
  return promise;
}

test('with a certificate, every address is admitted, and the files are read again when they change', async () => {
  let project = '';
  const { server, untilLogged, url } = await startServer({
    server: { listen: ['0.0.0.0:0'], tls },
    prepare(path) {
      project = path;
      use('first', path);
    },
  });
  expect(url).toMatch(/^https:/);
  expect(await nameOf(url)).toBe('first');
  use('second', project);
  await server.reload();
  await untilLogged('certificate_renewed');
  expect(await nameOf(url)).toBe('second');
  // A certificate without its key is not used.
  copyFileSync(join(folder(), 'first.crt'), join(project, 'tls.crt'));
  await server.reload();
  await untilLogged('certificate_unusable');
  expect(await nameOf(url)).toBe('second');
});

test('a key of another certificate is refused at the start, without its content', async () => {
  const starting = startServer({
    server: { listen: ['0.0.0.0:0'], tls },
    prepare(path) {
      use('first', path);
      copyFileSync(join(folder(), 'second.key'), join(path, 'tls.key'));
    },
  });
  await expect(starting).rejects.toMatchObject({
    code: 'ERR_CONFIG_INVALID',
    diagnostics: [{ code: 'tls_unusable', line: 1 }],
  });
});

test('plain HTTP to a TLS address gets no answer of the API', async () => {
  const { url } = await startServer({ server: { listen: ['0.0.0.0:0'], tls }, prepare: (path) => use('first', path) });
  await expect(fetch(`${url.replace('https:', 'http:').replace('0.0.0.0', '127.0.0.1')}/healthz`)).rejects.toThrow();
});
