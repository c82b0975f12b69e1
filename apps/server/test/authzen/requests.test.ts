import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { action, copyExample, EVALUATION, record, type Sending, shareServing, user } from './support/serving.ts';

const REQUESTS = '/access/v1/requests';

const serving = shareServing((folder) => {
  copyExample(folder);
  const rules = `
  - name: edits-of-drafts-need-an-approval
    priority: 90
    match:
      actions: [edit]
      targets: { types: [record], labels: { draft: "*" } }
    decision: require_approval
    reason: An approver looks at drafts first.
`;
  appendFileSync(join(folder, 'policies/departments.yaml'), rules);
});

let count = 0;

/** A request that no other test makes, so that tests can run in any order. */
function draft(subject = user('alice')) {
  count += 1;
  return { subject, action: action('edit'), resource: record(`draft-${count}`, { draft: 'yes' }) };
}

async function evaluate(body: object, more?: Sending) {
  const { body: answer, status } = await serving().post(EVALUATION, body, more);
  expect(status).toBe(200);
  return answer;
}

type Draft = ReturnType<typeof draft>;

/** Evaluates a request, and submits its denial. */
async function submit(body: Draft, more?: Sending) {
  const { context, decision } = await evaluate(body, more);
  expect(decision).toBe(false);
  return serving().post(REQUESTS, { ...body, denial: toDenial(context) }, more);
}

function toDenial({ access_request, evaluation_id }: { access_request: object; evaluation_id: string }) {
  return { evaluation_id, ...access_request };
}

/** Submits a request, and approves it. @returns the approval of the result */
async function approve(body: Draft, more?: Sending) {
  const { body: submitted } = await submit(body, more);
  await answer(submitted.task.id, 'approve');
  const status = await serving().get(`${REQUESTS}/${submitted.task.id}`, more);
  expect(status.body.task.status).toBe('approved');
  return status.body.result.approval as { readonly id: string; readonly approved_until: string };
}

async function answer(task: string, decision: 'approve' | 'deny') {
  const { safe } = serving();
  const approver = await safe.tokens.issue({ agent_id: 'olga', roles: ['approver'] });
  const [requestId = ''] = task.split('.');
  const answered = await safe.approvals[decision](requestId, { approver, reason: 'I looked at it' });
  expect(answered).toMatchObject({ ok: true });
}

describe('a denial that approvers can lift', () => {
  test('says so, and opens no request by itself', async () => {
    const { context, decision } = await evaluate(draft());
    expect(decision).toBe(false);
    expect(context).toMatchObject({ code: 'rule', evaluation_id: context.audit_id });
    expect(context.access_request.endpoint).toBe(`${serving().base}${REQUESTS}`);
    const listed = await serving().safe.approvals.list();
    expect(listed.ok && listed.requests.some(({ audit_id }) => audit_id === context.audit_id)).toBe(false);
  });

  test('is told only to who may request: not for another denial, and not to a key without the scope', async () => {
    const { context } = await evaluate({ ...draft(), action: action('delete') });
    expect(context.access_request).toBeUndefined();
    const token = await serving().createKey('evaluator', ['evaluate']);
    const own = await evaluate(draft(), { token });
    expect([own.decision, own.context.access_request]).toEqual([false, undefined]);
    expect((await serving().post(REQUESTS, {}, { token })).status).toBe(403);
  });
});

describe('an access request', () => {
  test('is approved, and allows one evaluation', async () => {
    const body = draft();
    const submitted = await submit(body);
    expect([submitted.status, submitted.body.task.status, submitted.body.result]).toEqual([201, 'pending', undefined]);
    expect(submitted.headers.get('location')).toBe(submitted.body.task.status_endpoint);
    const { id, status_endpoint } = submitted.body.task;
    const pending = await serving().get(status_endpoint.slice(serving().base.length));
    expect([pending.status, pending.body.task, pending.headers.get('retry-after')]).toEqual([
      200,
      submitted.body.task,
      '5',
    ]);
    expect((await evaluate({ ...body, context: { approval: { id } } })).decision).toBe(false);
    await answer(id, 'approve');
    const { body: approved } = await serving().get(`${REQUESTS}/${id}`);
    expect(approved).toMatchObject({ task: { status: 'approved' }, result: { mode: 'reevaluate' } });
    expect(JSON.stringify(approved)).not.toContain('olga');
    const { approval } = approved.result;
    // Without the approval, nothing changes, and the approval stays.
    expect((await evaluate(body)).decision).toBe(false);
    const first = await evaluate({ ...body, context: { approval } });
    expect(first).toMatchObject({ decision: true, context: { code: 'approved', approval: { id } } });
    const second = await evaluate({ ...body, context: { approval } });
    expect(second).toMatchObject({ decision: false, context: { next_action: 'request', access_request: {} } });
  });

  test('is denied, and stays denied', async () => {
    const body = draft();
    const { body: submitted } = await submit(body);
    const { id } = submitted.task;
    await answer(id, 'deny');
    const { body: denied } = await serving().get(`${REQUESTS}/${id}`);
    expect([denied.task.status, denied.result, denied.task.links]).toEqual(['denied', undefined, {}]);
    const again = await evaluate({ ...body, context: { approval: { id } } });
    expect(again).toMatchObject({ decision: false, context: { code: 'approval_denied', next_action: 'none' } });
  });

  test('is canceled once', async () => {
    const { body } = await submit(draft());
    const { id, links } = body.task;
    expect(links.cancel).toBe(`${serving().base}${REQUESTS}/${id}/cancel`);
    const canceled = await serving().post(`${REQUESTS}/${id}/cancel`, { comment: 'No longer needed' });
    expect(canceled).toMatchObject({ status: 200, body: { task: { status: 'cancelled' } } });
    const again = await serving().post(`${REQUESTS}/${id}/cancel`, '');
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'invalid_task_state' } } });
    expect(again.headers.get('content-type')).toBe('application/problem+json');
    const other = await submit(draft());
    expect((await serving().post(`${REQUESTS}/${other.body.task.id}/cancel`, '')).status).toBe(200);
  });

  test('of an agent with a token works like that of a gateway', async () => {
    const token = await serving().safe.tokens.issue({ agent_id: 'robot', roles: ['viewer'] });
    const resource = { type: 'record', id: '101' };
    const body = { subject: { type: 'agent', id: 'robot' }, action: action('edit'), resource };
    expect((await evaluate(body, { token })).decision).toBe(false);
    const gateway = await submit(draft());
    expect((await serving().get(`${REQUESTS}/${gateway.body.task.id}`, { token })).status).toBe(404);
  });
});

describe('an idempotency key', () => {
  const post = (body: object, key: string, token?: string) =>
    serving().post(REQUESTS, body, { headers: { 'idempotency-key': key }, ...(token === undefined ? {} : { token }) });

  test('gives one task for equal submissions, also at the same time', async () => {
    const body = draft();
    const denial = toDenial((await evaluate(body)).context);
    const turned = { denial, resource: body.resource, subject: body.subject, action: body.action };
    const answers = await Promise.all(
      [{ ...body, denial }, turned, { ...body, denial }].map((each) => post(each, 'key-1')),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((each) => each.body.task.id)).size).toBe(1);
    await answer(answers[0]?.body.task.id, 'deny');
    expect((await post({ ...body, denial }, 'key-1')).body.task.id).toBe(answers[0]?.body.task.id);
  });

  test('belongs to one submission of one party', async () => {
    const body = draft();
    const denial = toDenial((await evaluate(body)).context);
    expect((await post({ ...body, denial }, 'key-2')).status).toBe(201);
    const other = await post({ ...body, denial, context: { business_justification: 'other' } }, 'key-2');
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'duplicate_request' } } });
    const token = await serving().createKey('third', ['evaluate', 'requests']);
    expect((await post({ ...body, denial }, 'key-2', token)).body.error.code).toBe('invalid_denial_binding');
    expect((await post({ ...body, denial }, 'x'.repeat(257))).status).toBe(400);
  });

  test('is free again after a refusal', async () => {
    const body = draft();
    const denial = toDenial((await evaluate(body)).context);
    expect((await post({ ...body, denial: { ...denial, binding_token: 'x' } }, 'key-3')).status).toBe(400);
    expect((await post({ ...body, denial }, 'key-3')).status).toBe(201);
  });
});

describe('T25 a submission is bound to its denial', () => {
  test.each([
    ['another subject', { subject: user('bob') }],
    ['another role', { subject: user('alice', { role: 'admin' }) }],
    ['another action', { action: action('view') }],
    ['another parameter', { action: action('edit', { soft: true }) }],
    ['another record', { resource: record('draft-of-another', { draft: 'yes' }) }],
    ['another label', { resource: record('draft-1', { draft: 'no' }) }],
    ['another denial', { denial: { evaluation_id: 'evt-1' } }],
    ['a longer time', { denial: { expires_at: '2099-01-01T00:00:00.000Z' } }],
    ['another proof', { denial: { binding_token: 'A'.repeat(43) } }],
  ])('%s', async (_, changed: object) => {
    const body = draft();
    const denial = toDenial((await evaluate(body)).context);
    const merged = {
      ...body,
      ...changed,
      denial: { ...denial, ...('denial' in changed ? (changed.denial as object) : {}) },
    };
    const refused = await serving().post(REQUESTS, merged);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_denial_binding' } } });
  });

  test('and to the party that got it', async () => {
    const body = draft();
    const denial = toDenial((await evaluate(body)).context);
    const token = await serving().createKey('second', ['evaluate', 'requests']);
    expect((await serving().post(REQUESTS, { ...body, denial }, { token })).status).toBe(400);
  });

  test('and to its time', async () => {
    const body = draft();
    const denial = toDenial((await evaluate(body)).context);
    serving().time.now += 600_000;
    const late = await serving().post(REQUESTS, { ...body, denial });
    expect(late).toMatchObject({ status: 410, body: { error: { code: 'expired_denial' } } });
  });

  test.each([
    ['no denial', (body: object) => body],
    ['a denial without a proof', (body: object) => ({ ...body, denial: { evaluation_id: 'x', expires_at: 'y' } })],
    ['items', (body: object) => ({ items: [body] })],
  ])('400 for %s', async (_, change) => {
    expect((await serving().post(REQUESTS, change(draft()))).status).toBe(400);
  });

  test('a callback is refused, because no setting allows its address', async () => {
    const body = draft();
    const denial = toDenial((await evaluate(body)).context);
    const callback = { endpoint: 'https://127.0.0.1/' };
    expect((await serving().post(REQUESTS, { ...body, denial, callback })).status).toBe(400);
  });
});

describe('T25 an approval allows the approved request only', () => {
  test.each([
    ['another subject', { subject: user('dan') }],
    ['another role', { subject: user('alice', { role: 'manager' }) }],
    ['another record', { resource: record('draft-of-another', { draft: 'yes' }) }],
    ['another label', { label: 'other' }],
    ['another parameter', { action: action('edit', { soft: true }) }],
  ])('%s', async (_, changed: { label?: string; [member: string]: unknown }) => {
    const body = draft();
    const approval = await approve(body);
    const { label, ...rest } = changed;
    const resource = label === undefined ? body.resource : record(body.resource.id, { draft: label });
    const other = await evaluate({ ...body, resource, ...rest, context: { approval } });
    expect(other.decision).toBe(false);
    expect((await evaluate({ ...body, context: { approval } })).decision).toBe(true);
  });

  test('another party cannot use, read or cancel it, though it asserts the same', async () => {
    const body = draft();
    const approval = await approve(body);
    const token = await serving().createKey('fourth', ['evaluate', 'requests']);
    expect((await evaluate({ ...body, context: { approval } }, { token })).decision).toBe(false);
    for (const id of [approval.id, approval.id.split('.')[0], `${approval.id}x`, '..', '%2e%2e', 'apr-1']) {
      const read = await serving().get(`${REQUESTS}/${id}`, { token });
      expect(read, id).toMatchObject({ status: 404 });
    }
    expect((await serving().post(`${REQUESTS}/${approval.id}/cancel`, '', { token })).status).toBe(404);
    expect((await evaluate({ ...body, context: { approval } })).decision).toBe(true);
  });

  test('a party that asserts the same requests an approval of its own handle', async () => {
    const body = draft();
    const first = await submit(body);
    const token = await serving().createKey('fifth', ['evaluate', 'requests']);
    const second = await submit(body, { token });
    expect(second.status).toBe(201);
    expect(second.body.task.id).not.toBe(first.body.task.id);
    expect((await serving().get(`${REQUESTS}/${first.body.task.id}`, { token })).status).toBe(404);
    expect((await serving().get(`${REQUESTS}/${second.body.task.id}`, { token })).status).toBe(200);
  });

  test('not after its time', async () => {
    const body = draft();
    const approval = await approve(body);
    serving().time.now = Date.parse(approval.approved_until);
    const late = await evaluate({ ...body, context: { approval } });
    expect(late).toMatchObject({ decision: false, context: { next_action: 'request' } });
  });

  test.each([[null], ['text'], [[]], [{}], [{ id: 7 }], [{ id: 'apr-1' }], [{ id: '' }]])(
    'not %j',
    async (approval) => {
      expect((await evaluate({ ...draft(), context: { approval } })).decision).toBe(false);
    },
  );
});
