import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RESTART } from '../support/project.ts';
import { check, readJson, startServer } from '../support/running.ts';

function rules(decision: string, reason: string): string {
  return JSON.stringify({ rules: [{ name: 'all', match: {}, decision, reason }] });
}

test('changed policies decide after a reload, with a new digest in the log, and the audit log goes on', async () => {
  const { audit, log, server, token, url, write } = await startServer();
  const bearer = await token('agent-1');
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'allow' });
  write('policies.yaml', rules('deny', 'Closed'));
  expect(await server.reload()).toEqual({ ok: true, isChanged: true });
  const denied = await readJson(await check(url, bearer, RESTART));
  expect(denied).toMatchObject({ result: 'deny', reason: 'Closed' });
  const started = log().find(({ event }) => event === 'started');
  const reloaded = log().find(({ event }) => event === 'reloaded');
  expect(reloaded?.policy_digest).toBe(denied.policy_digest);
  expect(reloaded?.policy_digest).not.toBe(started?.policy_digest);
  const decisions = audit()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ event_type }) => event_type === 'decision');
  expect(decisions.map(({ result }) => result)).toEqual(['allow', 'deny']);
});

test('a change is noticed without a signal', async () => {
  const { token, untilLogged, url, write } = await startServer();
  write('policies.yaml', rules('deny', 'Closed'));
  await untilLogged('reloaded');
  expect(await readJson(await check(url, await token('agent-1'), RESTART))).toMatchObject({ result: 'deny' });
});

test('T34 documents with errors never decide: the last good ones stay, and the server says so', async () => {
  const { server, token, untilLogged, url, write } = await startServer();
  const bearer = await token('agent-1');
  write('policies.yaml', '{"rules":[{"name":"all","match":{},"decison":"allow","reason":"All"}]}');
  expect(await server.reload()).toMatchObject({ ok: false, code: 'reload_failed' });
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'allow' });
  const ready = await fetch(`${url}/readyz`);
  // The server decides, so it stays ready.
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ ready: true, reload_error: expect.stringContaining('errors') });
  expect((await untilLogged('reload_failed')).reason).toMatch(/policies\.yaml.*decison/s);
  write('policies.yaml', rules('deny', 'Closed'));
  expect(await server.reload()).toMatchObject({ ok: true });
  expect(await (await fetch(`${url}/readyz`)).json()).not.toHaveProperty('reload_error');
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'deny' });
});

test('without its policies, the server decides as before and reports it', async () => {
  const { folder, server, token, url } = await startServer();
  const bearer = await token('agent-1');
  rmSync(join(folder, 'policies.yaml'));
  expect(await server.reload()).toMatchObject({ ok: false });
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'allow' });
});

test('T12 a key file that other users can read proves no caller, before and after a reload', async () => {
  const { folder, server, token, url } = await startServer();
  const bearer = await token('agent-1');
  chmodSync(join(folder, 'keys.json'), 0o644);
  expect(await server.reload()).toMatchObject({ ok: false });
  expect((await check(url, bearer, RESTART)).status).toBe(401);
});

test('the log and the state of a running server cannot be exchanged', async () => {
  const { folder, server, untilLogged, write } = await startServer();
  const config = JSON.parse(readFileSync(join(folder, 'agent-safe.yaml'), 'utf8'));
  write('agent-safe.yaml', JSON.stringify({ ...config, audit_log: 'other.jsonl', state: 'other.db' }));
  expect(await server.reload()).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/state, audit_log.*Restart/),
  });
  write('agent-safe.yaml', JSON.stringify({ ...config, server: { ...config.server, log: 'error' } }));
  expect(await server.reload()).toMatchObject({ ok: true });
  expect(await untilLogged('restart_needed')).toMatchObject({ level: 'warn' });
});

test('a request that began before a reload ends with the policies that it began with', async () => {
  const { server, token, url, write } = await startServer();
  const bearer = await token('agent-1');
  // The body comes in two parts, so the request has begun before the reload.
  const text = JSON.stringify(RESTART);
  const begun = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, 10)));
      begun.resolve();
      await rest.promise;
      controller.enqueue(new TextEncoder().encode(text.slice(10)));
      controller.close();
    },
  });
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  const answered = fetch(`${url}/api/v1/check`, { method: 'POST', headers, body, duplex: 'half' });
  await begun.promise;
  // The server has begun the request when it shows up among those in progress.
  await fetch(`${url}/healthz`);
  write('policies.yaml', rules('deny', 'Closed'));
  await server.reload();
  rest.resolve();
  expect(await (await answered).json()).toMatchObject({ result: 'allow' });
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'deny' });
});

test('settings that fail after the log was opened leave no timer, however often they are tried', async () => {
  const { folder, server, token, url, write } = await startServer();
  const bearer = await token('agent-1');
  const config = JSON.parse(readFileSync(join(folder, 'agent-safe.yaml'), 'utf8'));
  const notifiers = [{ backend: 'webhook', url_env: 'AGENT_SAFE_TEST_UNSET', secret_env: 'AGENT_SAFE_TEST_UNSET' }];
  write('agent-safe.yaml', JSON.stringify({ ...config, approvals: { notifiers } }));
  const [made, cleared] = [vi.spyOn(globalThis, 'setInterval'), vi.spyOn(globalThis, 'clearInterval')];
  onTestFinished(() => void vi.restoreAllMocks());
  const reason = expect.stringContaining('AGENT_SAFE_TEST_UNSET') as unknown;
  for (let tries = 0; tries < 3; tries++) expect(await server.reload()).toMatchObject({ ok: false, reason });
  expect(made.mock.results.length).toBeGreaterThanOrEqual(3);
  const ended = new Set(cleared.mock.calls.map(([timer]) => timer));
  expect(made.mock.results.filter(({ value }) => !ended.has(value as NodeJS.Timeout))).toEqual([]);
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'allow' });
});
