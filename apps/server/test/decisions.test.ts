import { expect, test } from 'vitest';
import { RESTART, SCALE } from './support/project.ts';
import { shareServer } from './support/server.ts';

const open = shareServer();

test('an agent gets a decision with a ticket for itself', async () => {
  const server = open();
  const worker = await server.agent('worker');
  const { body, status } = await server.send('POST', '/api/v1/check', worker, RESTART);
  expect(status).toBe(200);
  expect(body).toMatchObject({ result: 'allow', caller: 'worker', caller_verified: true });
  expect(body.ticket.token).toBeTypeOf('string');
});

test('a plan is decided step by step, with one correlation id', async () => {
  const server = open();
  const worker = await server.agent('worker');
  const { body, status } = await server.send('POST', '/api/v1/check-plan', worker, { steps: [RESTART, SCALE] });
  expect(status).toBe(200);
  expect(body.decisions.map(({ result }: { result: string }) => result)).toEqual(['allow', 'require_approval']);
  expect(new Set(body.decisions.map((each: Record<string, string>) => each.correlation_id)).size).toBe(1);
});

test('an API key asserts a subject of a type in the settings, and no other', async () => {
  const server = open();
  const worker = await server.agent('worker');
  const gateway = await server.pep('gateway', ['evaluate']);
  const subject = { type: 'user', id: 'alice', properties: { role: 'admin' } };
  const { body } = await server.send('POST', '/api/v1/check', gateway, { ...RESTART, subject });
  expect(body).toMatchObject({ caller: 'user:alice', caller_verified_by: 'pep:gateway' });
  const own = await server.send('POST', '/api/v1/check', gateway, RESTART);
  expect(own.body).toMatchObject({ caller: 'pep:gateway' });
  const agent = { type: 'agent', id: 'worker' };
  const refused = await server.send('POST', '/api/v1/check', gateway, { ...RESTART, subject: agent });
  expect(refused).toMatchObject({ status: 422, body: { error: { code: 'caller_invalid' } } });
  const byAgent = await server.send('POST', '/api/v1/check', worker, { ...RESTART, subject });
  expect(byAgent).toMatchObject({ status: 422, body: { error: { code: 'caller_invalid' } } });
});

test('a user reads why an agent gets its answer; an agent does not', async () => {
  const server = open();
  const worker = await server.agent('worker');
  const viewer = server.user('vera', ['viewer']);
  const { body, status } = await server.send('POST', '/api/v1/explain', viewer, {
    ...SCALE,
    caller: { agent_id: 'worker', roles: ['deployer'] },
    at: '2026-01-05T12:00:00Z',
  });
  expect(status).toBe(200);
  expect(body.verdict).toMatchObject({ result: 'require_approval', policy_matched: 'scale-deployment' });
  expect(body.rules.length).toBeGreaterThan(0);
  expect((await server.send('POST', '/api/v1/explain', worker, SCALE)).status).toBe(403);
});

test('an operator asks as himself, and a viewer does not ask', async () => {
  const server = open();
  const asked = await server.send('POST', '/api/v1/check', server.user('olga', ['operator']), RESTART);
  expect(asked.body).toMatchObject({ caller: 'user:olga', caller_verified_by: 'session' });
  expect((await server.send('POST', '/api/v1/check', server.user('vera', ['viewer']), RESTART)).status).toBe(403);
});
