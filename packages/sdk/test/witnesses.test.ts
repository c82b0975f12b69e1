import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsPath, inventoryPath, policiesPath } from '@agent-safe/catalog';
import type { CheckRequest } from '@agent-safe/core';
import { generateKeys } from '@agent-safe/registry';
import { expect, onTestFinished, vi } from 'vitest';
import { AgentSafe } from '../src/index.ts';
import { fileTest } from './support/ports.ts';

const restart: CheckRequest = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  caller: 'deploy-agent',
  params: { namespace: 'dev', deployment: 'app' },
};

/** Returns the verifier key of a witness. Its private key is lost, so no answer has its cosignature. */
function makeKey(name: string): string {
  const x = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
  const raw = Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url')]);
  const id = createHash('sha256').update(`${name}\n`).update(raw).digest('hex').slice(0, 8);
  return `${name}+${id}+${raw.toString('base64')}`;
}

async function startServer(answer: (response: ServerResponse) => void) {
  const bodies: string[] = [];
  const asked = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      bodies.push(body);
      asked.resolve();
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { bodies, asked: asked.promise, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function open(url: string) {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, generateKeys(), { mode: 0o600 });
  const path = join(folder, 'audit.jsonl');
  const witnesses = [{ url, key: makeKey('w.example/1'), allow_private: true }];
  const auditLog = { path, checkpoint_events: 2, witnesses };
  const shipped = { registry: actionsPath, policies: policiesPath, inventory: inventoryPath };
  const safe = await AgentSafe.open({ ...shipped, config: false, keys, auditLog });
  onTestFinished(() => safe.close());
  const warnings: string[] = [];
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
  onTestFinished(() => spy.mockRestore());
  return { safe, path, warnings };
}

fileTest('each checkpoint is submitted to the witnesses, and a failure is a warning and a record', async () => {
  const server = await startServer((response) => response.writeHead(500).end());
  const { path, safe, warnings } = await open(server.url);
  for (let count = 0; count < 2; count += 1) expect((await safe.check(restart)).result).toBe('allow');
  await safe.close();
  const note = readFileSync(`${path}.checkpoint`, 'utf8');
  expect(server.bodies).toEqual([`old 0\n\n${note}`]);
  expect(warnings).toEqual([expect.stringContaining('The witness w.example/1 answered 500')]);
  expect(readFileSync(`${path}.witnesses`, 'utf8')).toContain('"code": "refused"');
});

fileTest('T53 a witness that hangs delays no decision, and closing ends the request after two seconds', async () => {
  const server = await startServer(() => undefined);
  const { safe, warnings } = await open(server.url);
  for (let count = 0; count < 2; count += 1) await safe.check(restart);
  await server.asked;
  expect((await safe.check(restart)).result).toBe('allow');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let isClosed = false;
  void safe.close().then(() => {
    isClosed = true;
  });
  // Closing also waits for the disk. Time passes only while a timer waits.
  while (!isClosed) {
    if (vi.getTimerCount() > 0) await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  vi.useRealTimers();
  expect(warnings).toEqual([expect.stringContaining('the request was canceled')]);
});
