import { expect, test } from 'vitest';
import { RESTART, SCALE } from './support/project.ts';
import { type Proof, shareServer, type TestServer } from './support/server.ts';

const open = shareServer(undefined, { server: { owners: [{ agents: ['owned-*'], users: ['olivia'] }] } });
const reason = { reason: 'CHG-7 is open' };

async function ask(server: TestServer, proof: Proof, replicas = 3): Promise<string> {
  const { body } = await server.send('POST', '/api/v1/check', proof, {
    ...SCALE,
    params: { ...SCALE.params, replicas },
  });
  return body.request_id;
}

test('an approver approves, and the agent gets its ticket once', async () => {
  const server = open();
  const worker = await server.agent('approved-worker');
  const id = await ask(server, worker);
  const waiting = server.send('GET', `/api/v1/approvals/${id}/wait?timeout=60`, worker);
  const ada = server.user('ada', ['approver']);
  const approved = await server.send('POST', `/api/v1/approvals/${id}/approve`, ada, reason);
  expect(approved.body).toMatchObject({ status: 'approved', resolutions: [{ approver: 'user:ada' }] });
  expect((await waiting).body).toMatchObject({ status: 'approved', request_id: id });
  const again = await server.send('POST', '/api/v1/check', worker, SCALE);
  expect(again.body).toMatchObject({ result: 'allow', code: 'approved' });
  expect((await server.send('POST', '/api/v1/check', worker, SCALE)).body.result).toBe('require_approval');
  const late = await server.send('POST', `/api/v1/approvals/${id}/approve`, ada, reason);
  expect(late).toMatchObject({ status: 409 });
});

test('agents see and cancel their own requests only', async () => {
  const server = open();
  const [own, other] = [await server.agent('canceling-worker'), await server.agent('other-worker')];
  const id = await ask(server, own);
  for (const [method, path] of [
    ['GET', `/api/v1/approvals/${id}`],
    ['GET', `/api/v1/approvals/${id}/wait?timeout=0`],
    ['POST', `/api/v1/approvals/${id}/cancel`],
  ] as const) {
    const body = method === 'POST' ? reason : undefined;
    expect(await server.send(method, path, other, body)).toMatchObject({
      status: 404,
      body: { error: { code: 'approval_unknown' } },
    });
  }
  const listed = await server.send('GET', '/api/v1/approvals?caller=canceling-worker', other);
  expect(listed.body.approvals).toEqual([]);
  expect((await server.send('GET', '/api/v1/approvals', own)).body.approvals).toMatchObject([{ request_id: id }]);
  expect((await server.send('GET', `/api/v1/approvals/${id}/wait?timeout=0`, own)).body.status).toBe('pending');
  const canceled = await server.send('POST', `/api/v1/approvals/${id}/cancel`, own, reason);
  expect(canceled.body).toMatchObject({ status: 'cancelled' });
});

test('a user does not approve for an agent that he or she owns, or as the person that a gateway asserted', async () => {
  const server = open();
  const olivia = server.user('olivia', ['admin']);
  const gateway = await server.pep('pep', ['evaluate', 'approvals:read']);
  const asserted = async (id: string) => {
    const subject = { type: 'user', id };
    return (await server.send('POST', '/api/v1/check', gateway, { ...SCALE, subject })).body.request_id as string;
  };
  const owned = await server.agent('owned-1');
  const parent = owned.authorization?.slice('Bearer '.length) ?? '';
  const child = await server.project.safe.tokens.delegate({ parent_token: parent, child_agent_id: 'helper' });
  if (!child.ok) throw new Error(child.reason);
  const ids = [
    [await ask(server, owned), 'approver_is_owner'],
    [await ask(server, { authorization: `Bearer ${child.token}` }, 4), 'approver_is_owner'],
    [await asserted('olivia'), 'approver_is_requester'],
    [await asserted('OLIVIA'), 'approver_is_requester'],
    [await ask(server, await server.agent('olivia'), 5), 'approver_is_requester'],
  ] as const;
  for (const [id, code] of ids) {
    const refused = await server.send('POST', `/api/v1/approvals/${id}/approve`, olivia, reason);
    expect(refused, code).toMatchObject({ status: 403, body: { error: { code } } });
  }
  const denied = await server.send('POST', `/api/v1/approvals/${ids[0][0]}/deny`, olivia, reason);
  expect(denied.body.status).toBe('denied');
  const lifted = await server.send('POST', `/api/v1/approvals/${ids[0][0]}/reopen`, olivia, reason);
  expect(lifted).toMatchObject({ status: 403, body: { error: { code: 'approver_is_owner' } } });
  const other = await server.send(
    'POST',
    `/api/v1/approvals/${ids[0][0]}/reopen`,
    server.user('pia', ['approver']),
    reason,
  );
  expect(other.body.status).toBe('cancelled');
  const seen = await server.send('GET', '/api/v1/approvals', gateway);
  expect(seen.body.approvals.length).toBeGreaterThanOrEqual(4);
});

test('an approver withdraws an approval; roles of users and the requirements of the request both count', async () => {
  const server = open();
  const id = await ask(server, await server.agent('withdrawn-worker'));
  const ada = server.user('ada', ['approver']);
  expect((await server.send('POST', `/api/v1/approvals/${id}/approve`, ada, reason)).body.status).toBe('approved');
  const withdrawn = await server.send('POST', `/api/v1/approvals/${id}/withdraw`, ada, reason);
  expect(withdrawn.body.status).toBe('pending');
  const vera = server.user('vera', ['viewer', 'operator']);
  expect((await server.send('POST', `/api/v1/approvals/${id}/approve`, vera, reason)).status).toBe(403);
  const agent = await server.agent('no-approver');
  const refused = await server.send('POST', `/api/v1/approvals/${id}/approve`, agent, reason);
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'approver_not_allowed' } } });
  const approver = await server.agent('approving-agent', { roles: ['approver'] });
  const approved = await server.send('POST', `/api/v1/approvals/${id}/approve`, approver, reason);
  expect(approved.body.status).toBe('approved');
});

test('the number of waits is bounded', async () => {
  const server = open();
  const worker = await server.agent('waiting-worker');
  const id = await ask(server, worker);
  const ending = new AbortController();
  const wait = (signal: AbortSignal) =>
    server.fetch(new Request(`http://server.test/api/v1/approvals/${id}/wait?timeout=60`, { headers: worker, signal }));
  const waits = Array.from({ length: 33 }, () => wait(ending.signal));
  // One of them is refused at once. Which one depends on the order in which the tokens are verified.
  expect((await Promise.race(waits)).status).toBe(429);
  ending.abort();
  await Promise.all(waits);
  expect(await server.send('GET', `/api/v1/approvals/${id}/wait?timeout=0`, worker)).toMatchObject({ status: 200 });
  expect((await server.send('POST', '/api/v1/check', worker, RESTART)).status).toBe(200);
});
