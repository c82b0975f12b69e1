import { expect, test } from 'vitest';
import { SCALE } from '../support/project.ts';
import { check, readJson, startServer, type TestServer } from '../support/running.ts';
import { addUsers, type Browser, signIn } from './support/people.ts';

const reason = { reason: 'CHG-7 is open' };

async function ask(server: TestServer, agent = 'worker', replicas = 3): Promise<string> {
  const body = { ...SCALE, params: { ...SCALE.params, replicas } };
  const response = await check(server.url, await server.token(agent), body);
  return (await readJson(response)).request_id;
}

async function approve(browser: Browser, id: string) {
  const response = await browser.send('POST', `/api/v1/approvals/${id}/approve`, reason);
  return { status: response.status, body: await readJson(response) };
}

test('T32 a user signs in, approves, and the log names the user', async () => {
  const server = await startServer();
  await addUsers(server.folder, [{ id: 'alice', roles: ['approver'] }]);
  const alice = await signIn(server, 'alice');
  const id = await ask(server);
  const approved = await approve(alice, id);
  expect(approved).toMatchObject({ status: 200, body: { status: 'approved' } });
  expect(server.audit()).toContain('user:alice');
});

test('T25 two users are a quorum, and one user is not', async () => {
  const server = await startServer({ settings: { approvals: { quorum: 2 } } });
  await addUsers(server.folder, [
    { id: 'alice', roles: ['approver'] },
    { id: 'bob', roles: ['admin'] },
  ]);
  const [alice, again, bob] = [
    await signIn(server, 'alice'),
    await signIn(server, 'alice'),
    await signIn(server, 'bob'),
  ];
  const id = await ask(server);
  expect((await approve(alice, id)).body.status).toBe('pending');
  expect(await approve(again, id)).toMatchObject({ status: 409, body: { error: { code: 'approver_repeated' } } });
  expect((await approve(bob, id)).body.status).toBe('approved');
});

test('T25 a user without the role, the requester and an owner of the agent cannot approve', async () => {
  const server = await startServer({ server: { owners: [{ agents: ['owned-*'], users: ['alice'] }] } });
  await addUsers(server.folder, [
    { id: 'alice', roles: ['approver', 'operator'] },
    { id: 'victor', roles: ['viewer', 'operator'] },
  ]);
  const alice = await signIn(server, 'alice');
  const victor = await signIn(server, 'victor');
  const own = await readJson(await alice.send('POST', '/api/v1/check', SCALE));
  const owned = await ask(server, 'owned-1', 4);
  const other = await ask(server, 'worker', 5);
  expect(await approve(alice, own.request_id)).toMatchObject({
    status: 403,
    body: { error: { code: 'approver_is_requester' } },
  });
  expect(await approve(alice, owned)).toMatchObject({ status: 403, body: { error: { code: 'approver_is_owner' } } });
  expect(await approve(victor, other)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  expect((await approve(alice, other)).body.status).toBe('approved');
});
