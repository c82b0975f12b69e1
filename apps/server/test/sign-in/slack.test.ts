import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { SCALE } from '../support/project.ts';
import { check, readJson, startServer, type TestServer } from '../support/running.ts';
import { addUsers, signIn, withAccounts } from './support/people.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

beforeAll(() => void vi.stubEnv('TEST_SLACK_SECRET', SECRET));
afterAll(() => void vi.unstubAllEnvs());

const PEOPLE = [
  { id: 'alice', roles: ['approver'] },
  { id: 'bob', roles: ['approver'] },
  { id: 'olivia', roles: ['approver'] },
  { id: 'victor', roles: ['viewer', 'operator'] },
] as const;
const SLACK_USERS = { U1: 'alice', U2: 'bob', U3: 'olivia', U4: 'victor', U5: 'nobody' };

/** A server with Slack's buttons, the messages that Slack gets, and a request of an agent. */
async function startSlack({
  quorum = 1,
  slack = { allow_private: true },
}: {
  readonly quorum?: number;
  readonly slack?: object;
} = {}) {
  const messages: string[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      messages.push(Buffer.concat(chunks).toString());
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  onTestFinished(() => void receiver.close());
  const server = await startServer({
    settings: { approvals: { quorum } },
    server: {
      slack: { signing_secret_env: 'TEST_SLACK_SECRET', users: SLACK_USERS, ...slack },
      owners: [{ agents: ['owned-*'], users: ['olivia'] }],
    },
  });
  await addUsers(server.folder, PEOPLE);
  const responseUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/actions`;
  return { server, messages, responseUrl };
}

type Slack = Awaited<ReturnType<typeof startSlack>>;

async function ask(server: TestServer, agent = 'worker'): Promise<string> {
  const { request_id } = await readJson(await check(server.url, await server.token(agent), SCALE));
  return request_id;
}

function click({ responseUrl }: Slack, id: string, user = 'U1', answer = 'approve') {
  return {
    type: 'block_actions',
    user: { id: user, username: 'alice' },
    team: { id: 'T1' },
    response_url: responseUrl,
    actions: [{ action_id: `agent_safe_${answer}`, value: id, type: 'button' }],
  };
}

const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

function sign(body: string, time = String(Math.floor(Date.now() / 1_000)), secret = SECRET) {
  const signature = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${signature}` };
}

function send({ server }: Slack, body: string, headers: object = sign(body)): Promise<Response> {
  return fetch(`${server.url}/api/v1/slack/interactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
}

async function read({ server }: Slack, id: string) {
  const headers = { authorization: `Bearer ${await server.token('worker')}` };
  const { error, resolutions, status } = await readJson(
    await fetch(`${server.url}/api/v1/approvals/${id}`, { headers }),
  );
  if (error !== undefined) throw new Error(error.reason);
  return { status, count: resolutions.length };
}

test('T26 a click of a known approver counts once, and the message tells who decided', async () => {
  const slack = await startSlack();
  const id = await ask(slack.server);
  const body = form(click(slack, id));
  const headers = sign(body);
  const results = await Promise.all([
    send(slack, body, headers),
    send(slack, body, headers),
    send(slack, body, headers),
  ]);
  expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await read(slack, id)).toEqual({ status: 'approved', count: 1 });
  const [message = ''] = slack.messages;
  expect(JSON.parse(message)).toMatchObject({ replace_original: true, text: expect.stringContaining('Approved') });
  expect(message).toContain('user:alice at ');
  expect(message).not.toContain('agent_safe_approve');
});

test('T26 a denial counts, and a later click shows it and changes nothing', async () => {
  const slack = await startSlack();
  const id = await ask(slack.server);
  expect((await send(slack, form(click(slack, id, 'U1', 'deny')))).status).toBe(200);
  expect((await send(slack, form(click(slack, id, 'U2')))).status).toBe(200);
  expect(await read(slack, id)).toEqual({ status: 'denied', count: 1 });
  expect(slack.messages.at(-1)).toContain('Denied by');
});

test('T26 a quorum takes two users, and the message keeps its buttons until then', async () => {
  const slack = await startSlack({ quorum: 2 });
  const id = await ask(slack.server);
  await send(slack, form(click(slack, id)));
  await send(slack, form(click(slack, id)));
  expect(await read(slack, id)).toEqual({ status: 'pending', count: 1 });
  expect(slack.messages.at(-1)).toContain('agent_safe_approve');
  await send(slack, form(click(slack, id, 'U2')));
  expect((await read(slack, id)).status).toBe('approved');
});

test('T26 a click that is sent again after its user withdrew does not approve again', async () => {
  const slack = await startSlack({ quorum: 2 });
  const id = await ask(slack.server);
  const body = form(click(slack, id));
  const headers = sign(body);
  await send(slack, body, headers);
  const alice = await signIn(slack.server, 'alice');
  const withdrawn = await alice.send('POST', `/api/v1/approvals/${id}/withdraw`, { reason: 'I was wrong' });
  expect(withdrawn.status).toBe(200);
  await send(slack, body, headers);
  await send(slack, form(click(slack, id, 'U2')));
  expect((await read(slack, id)).status).toBe('pending');
});

test('T26 nothing happens without a right signature of the last five minutes', async () => {
  const slack = await startSlack();
  const id = await ask(slack.server);
  const body = form(click(slack, id));
  const at = (seconds: number) => String(Math.floor(Date.now() / 1_000) + seconds);
  const right = sign(body, at(0));
  const upper = { ...right, 'x-slack-signature': right['x-slack-signature'].toUpperCase() };
  const cases: readonly object[] = [
    {},
    sign(body, at(-301)),
    sign(body, at(600)),
    sign(body, at(0), 'other'),
    sign(body, at(0), ''),
    sign(`${body}&x=1`, at(0)),
    { ...right, 'x-slack-request-timestamp': at(1) },
    { ...right, 'x-slack-signature': '' },
    { ...right, 'x-slack-signature': right['x-slack-signature'].slice(3) },
    { ...right, 'x-slack-signature': `${right['x-slack-signature']}0` },
    upper,
    sign(body, `${at(0)}.5`),
    sign(body, `0${at(0)}`),
    sign(body, '1e10'),
    sign(body, 'NaN'),
    sign(body, ''),
  ];
  for (const headers of cases) expect([headers, (await send(slack, body, headers)).status]).toEqual([headers, 401]);
  expect(await read(slack, id)).toEqual({ status: 'pending', count: 0 });
  expect(slack.messages).toEqual([]);
  expect((await send(slack, body, sign(body, at(-200)))).status).toBe(200);
  expect((await read(slack, id)).status).toBe('approved');
});

test('T26 nothing happens for a Slack user who is no approver', async () => {
  const slack = await startSlack({ slack: { allow_private: true, team_id: 'T1' } });
  const id = await ask(slack.server);
  const owned = await ask(slack.server, 'owned-1');
  await withAccounts(slack.server.folder, ({ users }) => users.disable('bob'));
  const own = click(slack, id);
  const cases = [
    click(slack, id, 'U9'),
    click(slack, id, 'U2'),
    click(slack, id, 'U4'),
    click(slack, id, 'U5'),
    click(slack, id, 'constructor'),
    click(slack, id, '__proto__'),
    click(slack, id, 'U9', 'deny'),
    click(slack, owned, 'U3'),
    { ...own, team: { id: 'T2' } },
    { ...own, team: null },
  ];
  for (const payload of cases) {
    const { status } = await send(slack, form(payload));
    expect([payload.user.id, status]).toEqual([payload.user.id, 403]);
  }
  expect(await read(slack, id)).toEqual({ status: 'pending', count: 0 });
  expect(slack.messages).toEqual([]);
  expect((await send(slack, form(click(slack, 'req-unknown')))).status).toBe(404);
});

test('T26 T32 malformed and huge payloads get a clear 4xx', async () => {
  const slack = await startSlack();
  const id = await ask(slack.server);
  const good = click(slack, id);
  const [action] = good.actions;
  const bodies = [
    '',
    'payload=',
    'payload=%7B',
    'payload=null',
    `payload=${'%5B'.repeat(20_000)}`,
    `${form(good)}&${form(good)}`,
    form({ ...good, type: 'view_submission' }),
    form({ ...good, actions: [] }),
    form({ ...good, actions: [action, action] }),
    form({ ...good, actions: [{ ...action, action_id: 'agent_safe_reopen' }] }),
    form({ ...good, actions: [{ ...action, value: { id } }] }),
    form({ ...good, response_url: 'javascript:alert(1)x y' }),
    form({ ...good, user: undefined }),
  ];
  for (const body of bodies)
    expect([body.slice(0, 80), (await send(slack, body)).status]).toEqual([body.slice(0, 80), 400]);
  const huge = `payload=${'a'.repeat(2_000_000)}`;
  expect((await send(slack, huge)).status).toBe(413);
  const json = JSON.stringify({ payload: good });
  expect((await send(slack, json, { ...sign(json), 'content-type': 'application/json' })).status).toBe(415);
  expect(await read(slack, id)).toEqual({ status: 'pending', count: 0 });
});

test('T22 T26 the answer to a click goes to Slack only', async () => {
  const slack = await startSlack({ slack: {} });
  const id = await ask(slack.server);
  expect((await send(slack, form(click(slack, id)))).status).toBe(200);
  expect((await read(slack, id)).status).toBe('approved');
  expect(slack.messages).toEqual([]);
  const none = await startServer();
  const body = form(click(slack, id));
  expect((await send({ ...slack, server: none }, body)).status).toBe(404);
});
