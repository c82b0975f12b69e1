import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { RESTART } from '../support/project.ts';
import { check, readJson, startServer } from '../support/running.ts';

test('each request has one line, with its route, status, caller and decision', async () => {
  const { log, server, token, url } = await startServer();
  const response = await check(url, await token('agent-1'), RESTART, { 'x-request-id': 'req-7' });
  const decision = await readJson(response);
  expect(response.headers.get('x-request-id')).toBe('req-7');
  await server.close();
  const lines = log().filter(({ event }) => event === 'request');
  expect(lines).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'info',
      event: 'request',
      request_id: 'req-7',
      route: 'check',
      status: 200,
      ms: expect.any(Number),
      caller_kind: 'agent',
      agent_id: 'agent-1',
      audit_id: decision.audit_id,
    },
  ]);
});

test('a batch has the ids of its decisions, and a refusal has its code', async () => {
  const { log, server, token, url } = await startServer();
  const headers = { authorization: `Bearer ${await token('agent-1')}`, 'content-type': 'application/json' };
  const subject = { type: 'agent', id: 'agent-1' };
  const item = { action: { name: RESTART.action }, resource: { type: 'k8s-deployment', id: RESTART.target } };
  const body = JSON.stringify({ subject, evaluations: [item, item] });
  await fetch(`${url}/access/v1/evaluations`, { method: 'POST', headers, body });
  await fetch(`${url}/api/v1/check`, { method: 'POST' });
  await server.close();
  const [batch, refused] = log().filter(({ event }) => event === 'request');
  expect(batch?.audit_id).toHaveLength(2);
  expect(refused).toMatchObject({ status: 401, code: 'unauthenticated', caller_kind: 'refused' });
});

test('T21 no secret of a request gets into the log of the server', async () => {
  const { log, server, token, url } = await startServer();
  const bearer = await token('agent-1');
  const secrets = Array.from({ length: 12 }, () => `S3cret-${randomUUID()}-${randomUUID()}`);
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '', i = '', j = '', k = '', l = ''] = secrets;
  const json = { 'content-type': 'application/json' };
  await check(url, a, RESTART);
  await check(url, `ask_${b}`, RESTART);
  await check(url, bearer, { ...RESTART, params: { ...RESTART.params, password: c } });
  await check(url, bearer, { [d]: 1 });
  await check(url, bearer, RESTART, { 'x-request-id': `ask_${e}`, cookie: `agent_safe_session=${f}` });
  await fetch(`${url}/api/v1/approvals?cursor=${g}&${h}=1`, { headers: { authorization: `Bearer ${bearer}` } });
  await fetch(`${url}/nowhere/${i}?token=${j}`);
  await fetch(`${url}/api/v1/check`, { method: 'POST', headers: { ...json, authorization: `Basic ${k}` }, body: l });
  await check(url, bearer, RESTART, { 'x-request-id': bearer.slice(0, 200) });
  await server.close();
  const text = JSON.stringify(log());
  expect(log().filter(({ event }) => event === 'request').length).toBe(9);
  for (const secret of [...secrets, bearer, bearer.slice(0, 60)]) expect(text).not.toContain(secret);
});

test('the level of the settings counts', async () => {
  const { log, server, url } = await startServer({ server: { log: 'warn' } });
  await fetch(`${url}/nowhere`);
  await server.close();
  expect(log()).toEqual([]);
});
