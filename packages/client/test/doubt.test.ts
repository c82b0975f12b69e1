import { DECISION_RESULTS } from '@agent-safe/core';
import { announceRandom } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { connect, type Fetch, type FetchAnswer, ServerError } from '../src/index.ts';

const REQUEST = { action: 'restart-deployment', target: 'dev/test-app' };
const ALLOW = {
  audit_id: 'evt-1',
  result: 'allow',
  code: 'rule',
  reason: 'A rule',
  ...REQUEST,
  action_version: '1.0.0',
  caller: 'worker',
  caller_verified: true,
  params: {},
  risk_class: 'low',
  effective_risk: 'low',
  policy_matched: 'all',
  digest: 'digest',
  policy_digest: 'digest',
  evaluated_at: '2026-01-01T00:00:00.000Z',
};

function answer(status: number, body: string, type = 'application/json'): FetchAnswer {
  return { status, headers: { get: () => type }, text: async () => body, body: null };
}

function clientOf(fetch: Fetch, more: object = {}) {
  return connect({ url: 'https://server.example', token: 'token', fetch, retryDelay: 0, ...more });
}

test('a clear answer of the server is its decision', async () => {
  expect(await clientOf(async () => answer(200, JSON.stringify(ALLOW))).check(REQUEST)).toEqual(ALLOW);
});

test('every doubt about the answer is a denial', async () => {
  const text = JSON.stringify(ALLOW);
  const doubts: readonly [string, Fetch][] = [
    ['network', () => Promise.reject(new TypeError('fetch failed'))],
    ['no JSON', async () => answer(200, 'allow')],
    ['another type', async () => answer(200, text, 'text/html')],
    ['another status', async () => answer(202, text)],
    ['redirect', async () => answer(302, text)],
    ['opaque redirect', async () => answer(0, '')],
    ['error of a proxy', async () => answer(502, '<html>')],
    ['cut off', async () => ({ ...answer(200, text), text: () => Promise.reject(new Error('aborted')) })],
    ['list', async () => answer(200, `[${text}]`)],
    ['null', async () => answer(200, 'null')],
    ['another action', async () => answer(200, JSON.stringify({ ...ALLOW, action: 'delete-pod' }))],
    ['another target', async () => answer(200, JSON.stringify({ ...ALLOW, target: 'prod/api' }))],
    ['an unknown result', async () => answer(200, JSON.stringify({ ...ALLOW, result: 'permit' }))],
    ['an unknown code', async () => answer(200, JSON.stringify({ ...ALLOW, code: 'fine' }))],
  ];
  for (const [name, fetch] of doubts) {
    const client = clientOf(fetch);
    const denied = { result: 'deny', code: 'server_unavailable', audit_id: '', ...REQUEST };
    expect(await client.check(REQUEST), name).toMatchObject(denied);
    expect(await client.preview(REQUEST), name).toMatchObject({ result: 'deny' });
    expect(await client.checkPlan([REQUEST, REQUEST]), name).toMatchObject([denied, denied]);
  }
});

test('an answer without one of its members never allows', async () => {
  for (const name of Object.keys(ALLOW)) {
    const { [name as 'reason']: _, ...rest } = ALLOW;
    for (const damaged of [rest, { ...rest, [name]: 7 }, { ...rest, [name]: [] }])
      expect(await clientOf(async () => answer(200, JSON.stringify(damaged))).check(REQUEST), name).toMatchObject({
        result: 'deny',
      });
  }
});

test('a random change of the text of an answer never gives a malformed decision', async () => {
  const random = announceRandom('answers with a changed character');
  const text = JSON.stringify(ALLOW);
  for (let count = 0; count < 500; count += 1) {
    const at = random.below(text.length);
    const changed = text.slice(0, at) + String.fromCharCode(32 + random.below(95)) + text.slice(at + random.below(3));
    const { result, action, target } = await clientOf(async () => answer(200, changed)).check(REQUEST);
    expect(DECISION_RESULTS).toContain(result);
    expect({ action, target }).toEqual(REQUEST);
  }
});

test('a server that does not answer in time denies', async () => {
  const fetch: Fetch = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const decision = await clientOf(fetch, { timeout: 1 }).check(REQUEST);
  expect(decision).toMatchObject({
    result: 'deny',
    code: 'server_unavailable',
    reason: expect.stringContaining('in time'),
  });
});

test('the refusals of the server keep their reason', async () => {
  const refuse = (status: number, code: string) => async () =>
    answer(status, JSON.stringify({ error: { code, reason: 'Because.' } }));
  expect(await clientOf(refuse(401, 'token_expired')).check(REQUEST)).toMatchObject({
    code: 'caller_invalid',
    reason: 'Because.',
  });
  expect(await clientOf(refuse(400, 'request_invalid')).check(REQUEST)).toMatchObject({
    code: 'request_invalid',
    reason: 'Because.',
  });
  expect(await clientOf(refuse(403, 'forbidden')).check(REQUEST)).toMatchObject({
    code: 'server_unavailable',
    reason: 'Because.',
  });
  await expect(clientOf(refuse(403, 'forbidden')).listActions()).rejects.toMatchObject({
    name: 'ServerError',
    code: 'forbidden',
    status: 403,
  });
});

test('only calls that change nothing are repeated', async () => {
  let calls = 0;
  const fetch: Fetch = async () => {
    calls += 1;
    return answer(503, JSON.stringify({ error: { code: 'unavailable', reason: 'Later.' } }));
  };
  const client = clientOf(fetch);
  const count = async (call: () => Promise<unknown>) => {
    calls = 0;
    await call().catch(() => undefined);
    return calls;
  };
  expect(await count(() => client.check(REQUEST))).toBe(1);
  expect(await count(() => client.checkPlan([REQUEST]))).toBe(1);
  expect(await count(() => client.execute('ticket', { executor: 'dry-run' }))).toBe(1);
  expect(await count(() => client.approvals.approve('apr-1', 'Fine'))).toBe(1);
  expect(await count(() => client.preview(REQUEST))).toBe(3);
  expect(await count(() => client.listActions())).toBe(3);
});

test('in doubt, a ticket counts as used', async () => {
  const outcome = (fetch: Fetch) => clientOf(fetch).execute('ticket', { executor: 'dry-run' });
  expect(await outcome(() => Promise.reject(new Error('reset')))).toMatchObject({ ok: false, ticket_used: true });
  const refused = JSON.stringify({ error: { code: 'forbidden', reason: 'No.' } });
  expect(await outcome(async () => answer(403, refused))).toMatchObject({
    ok: false,
    code: 'forbidden',
    ticket_used: false,
  });
});

test('credentials go to no other server, and not in plain text over a network', async () => {
  const seen: { url: string; redirect: string; credentials: string }[] = [];
  const client = clientOf(async (url, { credentials, redirect }) => {
    seen.push({ url, redirect, credentials });
    return answer(302, '');
  });
  await client.check(REQUEST);
  expect(seen).toEqual([{ url: 'https://server.example/api/v1/check', redirect: 'manual', credentials: 'omit' }]);
  const refused = [
    'http://server.example',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'ftp://x',
    'x',
    'https://a:b@x',
    'unix:/x',
  ];
  for (const url of refused) expect(() => connect({ url, token: 'secret' }), url).toThrow(ServerError);
  for (const url of ['http://127.0.0.1:1', 'http://[::1]:1', 'http://localhost', 'https://x/base/'])
    connect({ url, token: 'secret' });
  connect({ url: 'http://server.example', token: 'secret', insecure: true });
  expect(() => connect({ url: 'https://x', token: 'secret\nx' })).toThrow(/^(?!.*secret)/);
  expect(() => connect({ url: 'https://x', token: 'a', apiKey: 'b' })).toThrow(ServerError);
});

test('a bare name as the caller is refused, and a token speaks for itself', async () => {
  const sent: (string | undefined)[] = [];
  const client = clientOf(async (_, { headers }) => {
    sent.push(headers.authorization);
    return answer(200, JSON.stringify(ALLOW));
  });
  expect(await client.check({ ...REQUEST, caller: 'worker' })).toMatchObject({
    result: 'deny',
    code: 'caller_unverified',
  });
  const token = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.c`;
  expect(await client.check({ ...REQUEST, caller: token })).toMatchObject({ result: 'allow' });
  expect(sent).toEqual([`Bearer ${token}`]);
});
