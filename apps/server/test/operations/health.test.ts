import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RESTART } from '../support/project.ts';
import { check, readJson, startServer } from '../support/running.ts';

test('a server is healthy and ready, without credentials', async () => {
  const { url } = await startServer();
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ ready: true, policy_digest: expect.stringMatching(/^[\w-]{43}$/) });
});

test('T20 a decision is denied, and the server is not ready, while the log cannot be written', async () => {
  const { folder, token, untilLogged, url } = await startServer();
  const bearer = await token('agent-1');
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'allow' });
  rmSync(join(folder, 'audit.jsonl'));
  expect(await readJson(await check(url, bearer, RESTART))).toMatchObject({ result: 'deny' });
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  const answer = await ready.json();
  expect(answer).toMatchObject({ ready: false, code: expect.stringMatching(/^(audit|state)_unavailable$/) });
  // Everybody may read the answer, so it names no file.
  expect(JSON.stringify(answer)).not.toContain(folder);
  expect(await untilLogged('not_ready')).toMatchObject({ reason: expect.stringContaining(folder) });
});
