import { expect, test } from 'vitest';
import { RESTART, SCALE } from '../support/project.ts';
import { connectRaw } from '../support/raw-client.ts';
import { check, readJson, startServer } from '../support/running.ts';

test('a server that stops answers what it accepted, records it, and accepts nothing more', async () => {
  const { audit, server, token, url } = await startServer();
  const bearer = await token('agent-1');
  const { host } = new URL(url);
  const body = JSON.stringify(RESTART);
  const client = await connectRaw(url);
  const head = `host: ${host}\r\nauthorization: Bearer ${bearer}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  client.send(`POST /api/v1/check HTTP/1.1\r\n${head}\r\nexpect: 100-continue\r\n\r\n`);
  // The server has begun the request, and waits for the body.
  expect(await client.first).toMatch(/^HTTP\/1\.1 100 /);
  const stopped = server.close();
  await expect(connectRaw(url)).rejects.toThrow('ECONNREFUSED');
  client.send(body);
  const answer = await client.all;
  expect(answer).toMatch(/HTTP\/1\.1 200 [\s\S]*"result":"allow"/);
  expect(answer.toLowerCase()).toContain('connection: close');
  await stopped;
  const { audit_id } = JSON.parse(answer.slice(answer.lastIndexOf('\r\n\r\n{') + 4));
  expect(audit()).toContain(audit_id);
});

test('no answered decision is lost when a server stops under load', async () => {
  const { audit, server, token, url } = await startServer();
  const bearer = await token('agent-1');
  const answered: string[] = [];
  const ask = async () => {
    for (;;) {
      const response = await check(url, bearer, RESTART).catch(() => undefined);
      if (response === undefined) return;
      const decision = await readJson(response);
      if (decision.audit_id !== undefined) answered.push(decision.audit_id);
      if (answered.length === 50) void server.close();
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  await server.close();
  expect(answered.length).toBeGreaterThanOrEqual(50);
  const text = audit();
  expect(answered.filter((id) => !text.includes(id))).toEqual([]);
});

test('a server that stops is not ready, ends long waits, and closes idle connections', async () => {
  const { server, token, url } = await startServer();
  const bearer = await token('agent-1');
  const waiting = await readJson(await check(url, bearer, SCALE));
  expect(waiting).toMatchObject({ result: 'require_approval' });
  const headers = { authorization: `Bearer ${bearer}` };
  const wait = fetch(`${url}/api/v1/approvals/${waiting.request_id}/wait?timeout=60`, { headers });
  const idle = await connectRaw(url);
  idle.send(`GET /healthz HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`);
  await idle.first;
  const unused = await connectRaw(url);
  const start = performance.now();
  await server.close();
  // Neither the time limit of headers nor the deadline ended it.
  expect(performance.now() - start).toBeLessThan(9_000);
  expect((await wait).status).toBe(200);
  await idle.all;
  expect(await unused.all).toBe('');
});

test('at the deadline, requests in progress are ended', async () => {
  const { server, token, untilLogged, url } = await startServer({ server: { shutdown_seconds: 0 } });
  const bearer = await token('agent-1');
  const client = await connectRaw(url);
  const head = `host: ${new URL(url).host}\r\nauthorization: Bearer ${bearer}\r\ncontent-type: application/json\r\ncontent-length: 9`;
  client.send(`POST /api/v1/check HTTP/1.1\r\n${head}\r\nexpect: 100-continue\r\n\r\n`);
  await client.first;
  await server.close();
  await client.all;
  expect(await untilLogged('stop_deadline')).toMatchObject({ level: 'warn' });
});

test('closing twice is closing once', async () => {
  const { log, server } = await startServer();
  await Promise.all([server.close(), server.close()]);
  expect(log().filter(({ event }) => event === 'stopped')).toHaveLength(1);
});
