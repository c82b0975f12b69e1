import { expect, test } from 'vitest';
import { RESTART, SCALE } from './support/project.ts';
import { type Proof, shareServer, type TestServer } from './support/server.ts';

const open = shareServer({ '*': 'allow' }, { rate_limit: { max_requests: 1_000, window_seconds: 60 } });

async function ticketOf(server: TestServer, proof: Proof): Promise<string> {
  return (await server.send('POST', '/api/v1/check', proof, SCALE)).body.ticket.token;
}

test('T23 of many calls that redeem one ticket, one succeeds', async () => {
  const server = open();
  const worker = await server.agent('redeeming-worker');
  const executor = await server.pep('executor', ['tickets']);
  const token = await ticketOf(server, worker);
  const verified = await server.send('POST', '/api/v1/tickets/verify', executor, {
    token,
    expected: { target: SCALE.target },
  });
  expect(verified.body).toMatchObject({ caller: 'redeeming-worker', action: SCALE.action });
  const other = await server.send('POST', '/api/v1/tickets/redeem', await server.agent('thief'), { token });
  expect(other).toMatchObject({ status: 409, body: { error: { code: 'ticket_mismatch' } } });
  const wrong = await server.send('POST', '/api/v1/tickets/redeem', executor, {
    token,
    expected: { target: 'prod/api-server' },
  });
  expect(wrong.body.error.code).toBe('ticket_mismatch');
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      server.send('POST', '/api/v1/tickets/redeem', index % 2 === 0 ? executor : worker, { token }),
    ),
  );
  expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(all.filter(({ body }) => body.error?.code === 'ticket_replayed')).toHaveLength(19);
  const late = await server.send('POST', '/api/v1/tickets/verify', executor, { token });
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'ticket_replayed' } } });
});

test('an agent without credentials executes its own ticket on the server, once', async () => {
  const server = open();
  const worker = await server.agent('running-worker');
  const check = await server.send('POST', '/api/v1/check', worker, SCALE);
  const run = { ticket: check.body.ticket.token, executor: 'dry-run' };
  const thief = await server.send('POST', '/api/v1/runs', await server.agent('thief'), run);
  expect(thief).toMatchObject({ status: 409, body: { error: { code: 'ticket_mismatch' } } });
  const planned = await server.send('POST', '/api/v1/runs/dry-run', worker, run);
  expect(planned.body).toMatchObject({ outcome: 'success', action: SCALE.action });
  const done = await server.send('POST', '/api/v1/runs', worker, run);
  expect(done.body).toMatchObject({ outcome: 'skipped', recorded: true });
  expect((await server.send('POST', '/api/v1/runs', worker, run)).body.error.code).toBe('ticket_replayed');
  const state = await server.send('GET', `/api/v1/runs/${check.body.audit_id}`, worker);
  expect(state.body).toMatchObject({ outcome: 'skipped', intent_id: done.body.intent_id });
  expect((await server.send('GET', `/api/v1/runs/${check.body.audit_id}`, await server.agent('thief'))).status).toBe(
    404,
  );
  const rollback = await server.send('POST', `/api/v1/runs/${check.body.audit_id}/rollback`, worker, {});
  expect(rollback.body.error.code).toBe('nothing_to_roll_back');
  const stop = await server.send('POST', `/api/v1/runs/${check.body.audit_id}/stop`, server.user('olga', ['operator']));
  expect(stop).toMatchObject({ status: 409, body: { error: { code: 'not_running' } } });
  const reconciled = await server.send('POST', '/api/v1/runs/reconcile', server.user('olga', ['operator']));
  expect(reconciled.body).toMatchObject({ unknown: [], busy: false });
  const unknown = await server.send('POST', '/api/v1/runs', worker, {
    ...run,
    ticket: await ticketOf(server, worker),
    executor: 'none',
  });
  expect(unknown).toMatchObject({ status: 422, body: { error: { code: 'executor_unknown' } } });
});

test('an admin issues tokens, but none that speaks as a user or an API key', async () => {
  const server = open();
  const admin = server.user('root', ['admin']);
  const issued = await server.send('POST', '/api/v1/tokens', admin, { agent_id: 'new-worker', roles: ['deployer'] });
  expect(issued.status).toBe(201);
  const verified = await server.send('POST', '/api/v1/tokens/verify', admin, { token: issued.body.token });
  expect(verified.body).toMatchObject({ agent_id: 'new-worker', roles: ['deployer'] });
  for (const agent_id of ['user:ada', 'USER:ada', 'pep:gateway', 'ｕser:ada'])
    expect((await server.send('POST', '/api/v1/tokens', admin, { agent_id })).status, agent_id).toBe(422);
  const proof = { authorization: `Bearer ${issued.body.token}` };
  const child = await server.send('POST', '/api/v1/tokens/delegate', proof, {
    child_agent_id: 'child',
    child_roles: ['deployer'],
  });
  expect(child.status).toBe(201);
  for (const child_agent_id of ['user:ada', 'pep:gateway'])
    expect((await server.send('POST', '/api/v1/tokens/delegate', proof, { child_agent_id })).status).toBe(422);
  const more = await server.send('POST', '/api/v1/tokens/delegate', proof, {
    child_agent_id: 'child',
    child_roles: ['admin'],
  });
  expect(more).toMatchObject({ status: 403, body: { error: { code: 'role_not_held' } } });
});

test('a revoked agent is refused at once, and acts again with a new token after the revocation was lifted', async () => {
  const server = open();
  const admin = server.user('root', ['admin']);
  const worker = await server.agent('lifted-worker');
  expect((await server.send('POST', '/api/v1/revocations', admin, { agent: 'lifted-worker' })).status).toBe(201);
  expect((await server.send('POST', '/api/v1/check', worker, RESTART)).status).toBe(401);
  const listed = await server.send('GET', '/api/v1/revocations', admin);
  expect(listed.body.revocations).toContainEqual(expect.objectContaining({ id: 'lifted-worker' }));
  expect((await server.send('DELETE', '/api/v1/revocations/lifted-worker', admin)).status).toBe(200);
  expect((await server.send('DELETE', '/api/v1/revocations/nobody', admin)).status).toBe(404);
  expect((await server.send('POST', '/api/v1/check', worker, RESTART)).status).toBe(401);
  for (const body of [{}, { agent: 'a', all: true }, { all: false }, { agent: '' }])
    expect((await server.send('POST', '/api/v1/revocations', admin, body)).status).toBe(400);
});

test('agents see their own limits, and an independent approver resets them', async () => {
  const server = open();
  const worker = await server.agent('limited-worker');
  await server.send('POST', '/api/v1/check', worker, RESTART);
  const own = await server.send('GET', '/api/v1/limits?caller=another-worker', worker);
  expect(own.body.callers).toMatchObject([{ key: 'agent:limited-worker', rate: { requests: 1 } }]);
  const ada = server.user('ada', ['approver']);
  const reset = { caller: 'limited-worker', reason: 'CHG-7 has ended' };
  expect((await server.send('POST', '/api/v1/limits/reset', ada, reset)).body).toMatchObject({
    key: 'agent:limited-worker',
  });
  const self = await server.send('POST', '/api/v1/limits/reset', ada, { ...reset, caller: 'user:ada' });
  expect(self).toMatchObject({ status: 403, body: { error: { code: 'approver_is_requester' } } });
});

test('the catalog, who can do what, the keys and the services are readable', async () => {
  const server = open();
  const viewer = server.user('vera', ['viewer']);
  const worker = await server.agent('reading-worker');
  const actions = await server.send('GET', '/api/v1/actions', worker);
  expect(actions.body.actions.length).toBeGreaterThan(10);
  const one = await server.send('GET', '/api/v1/actions/scale-deployment', worker);
  expect(one.body.input_schema.properties).toHaveProperty('replicas');
  const ids: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const { body } = await server.send('GET', `/api/v1/targets?limit=2&after=${encodeURIComponent(after)}`, worker);
    ids.push(...body.targets.map(({ id }: { id: string }) => id));
    after = body.next;
  }
  expect(ids).toEqual(server.project.safe.targets().map(({ id }) => id));
  const policies = await server.send('GET', '/api/v1/policies', viewer);
  expect(policies.body).toMatchObject({ total: 1, rules: [{ name: 'all', targets: { count: ids.length } }] });
  const can = await server.send('POST', '/api/v1/what-can', worker, {
    action: 'restart-deployment',
    params: RESTART.params,
  });
  expect(can.body).toMatchObject({ caller: 'reading-worker', caller_verified: true });
  expect((await server.send('POST', '/api/v1/what-can', worker, { caller: 'other' })).status).toBe(403);
  const who = await server.send('POST', '/api/v1/who-can', viewer, RESTART);
  expect(who.status).toBe(200);
  const set = await server.send('GET', '/api/v1/keys/jwks.json');
  expect(set.body.keys[0]).not.toHaveProperty('d');
  expect((await server.send('GET', '/api/v1/keys', viewer)).body.problem).toBeNull();
  expect((await server.send('GET', '/api/v1/services', viewer)).body).toMatchObject({
    shippers: [],
    vault: { vault: null },
  });
});

test('a preview has no id and records nothing', async () => {
  const server = open();
  const worker = await server.agent('previewing-worker');
  const { body } = await server.send('POST', '/api/v1/preview', worker, RESTART);
  expect(body).toMatchObject({ result: 'allow' });
  expect((await server.send('GET', '/api/v1/decisions', worker)).body.decisions).toEqual([]);
});

test('T13 a child with the name of another agent sees and does nothing of that agent', async () => {
  const server = open();
  const victim = await server.agent('victim');
  const check = await server.send('POST', '/api/v1/check', victim, SCALE);
  const parent = await server.agent('parent');
  const child = await server.send('POST', '/api/v1/tokens/delegate', parent, { child_agent_id: 'victim' });
  const impostor = { authorization: `Bearer ${child.body.token}` };
  const { audit_id: id, ticket } = check.body;
  expect((await server.send('GET', `/api/v1/decisions/${id}`, impostor)).status).toBe(404);
  expect((await server.send('GET', '/api/v1/decisions', impostor)).body.decisions).toEqual([]);
  expect((await server.send('GET', `/api/v1/runs/${id}`, impostor)).status).toBe(404);
  expect((await server.send('GET', '/api/v1/limits', impostor)).body.callers).toMatchObject([{ key: 'agent:parent' }]);
  for (const [path, body] of [
    ['/api/v1/tickets/verify', { token: ticket.token }],
    ['/api/v1/tickets/redeem', { token: ticket.token }],
    ['/api/v1/runs', { ticket: ticket.token, executor: 'dry-run' }],
    ['/api/v1/runs/dry-run', { ticket: ticket.token, executor: 'dry-run' }],
  ] as const)
    expect((await server.send('POST', path, impostor, body)).body.error.code, path).toBe('ticket_mismatch');
  expect((await server.send('POST', '/api/v1/tickets/redeem', victim, { token: ticket.token })).status).toBe(200);
});
