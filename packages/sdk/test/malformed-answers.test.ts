import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import type { Stores } from '@agent-safe/core';
import { expect, onTestFinished, test } from 'vitest';
import { AgentSafe, type OpenOptions } from '../src/index.ts';
import { memoryAuditLog, memoryStores } from '../src/memory/index.ts';
import { bindMethods } from './support/bind-methods.ts';
import { type Answers, makeProject, NOON, restart } from './support/project.ts';

const clock = () => NOON;
const request = { ...restart, caller: 'worker' };

/** Answers that code without types may give: none, or almost right ones. */
const NO_ANSWERS: readonly unknown[] = [undefined, null, true, '', 'ok', 0, [], {}];

/** A project with a store whose given method is replaced. */
function openWith(
  [store, method]: readonly [keyof Stores, string],
  answer: () => unknown,
  answers: Answers,
  options: OpenOptions = {},
): Promise<AgentSafe> {
  const stores = memoryStores({ clock });
  const odd = { ...bindMethods(stores[store] as object), [method]: answer };
  return makeProject(answers, options).open({ stores: { ...stores, [store]: odd } });
}

const RECEIPTS = [[undefined], [{}], [{ seq: 0, event_id: 'evt-1' }], [{ seq: 1 }]];

test.each([...NO_ANSWERS, ...RECEIPTS])(
  'T20 if a log answers %j, nothing counts as recorded and nothing is allowed',
  async (answer) => {
    const audit = { ...bindMethods(memoryAuditLog({ clock })), append: async () => answer as never };
    const safe = await makeProject({ '*': 'allow' }).open({ audit });
    const decision = await safe.check(restart);
    expect(decision).toMatchObject({ result: 'deny', code: 'audit_unavailable' });
    expect(decision).not.toHaveProperty('ticket');
    await expect(safe.revocations.add({ agent: 'worker' })).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
  },
);

test('T20 if a log stops confirming, nothing runs', async () => {
  const log = memoryAuditLog({ clock });
  let confirms = true;
  const append: typeof log.append = async (drafts) => (confirms ? log.append(drafts) : []);
  const safe = await makeProject({ '*': 'allow' }).open({ audit: { ...bindMethods(log), append } });
  const { ticket } = await safe.check(restart);
  confirms = false;
  const result = await safe.runner.execute(ticket?.token ?? '', { executor: 'dry-run' });
  expect(result).toMatchObject({ ok: false, code: 'audit_unavailable', ticket_used: true });
});

const SCORES = [{ score: Number.NaN }, { score: null }, { score: '0' }];

test.each([...NO_ANSWERS, ...SCORES])('T14 if a risk store answers %j, the request is denied', async (answer) => {
  const cumulativeRisk = { escalation_threshold: 1, deny_threshold: 1 };
  const safe = await openWith(['risks', 'weigh'], async () => answer, { '*': 'allow' }, { cumulativeRisk });
  expect(await safe.check(request)).toMatchObject({ result: 'deny', code: 'state_unavailable' });
});

const ADMISSIONS = [{ ok: 'no' }, { ok: 1 }, { ok: false }, { ok: false, retry_at: NOON }];

test.each([...NO_ANSWERS, ...ADMISSIONS])('T14 if a limit store answers %j, the request is denied', async (answer) => {
  const safe = await openWith(['limits', 'admit'], async () => answer, { '*': 'allow' }, { rateLimit: {} });
  expect(await safe.check(request)).toMatchObject({ result: 'deny', code: 'state_unavailable' });
});

const thrown = new TypeError('the pool of connections is closed');

test.each<[string, () => unknown]>([
  ['throws', () => Promise.reject(thrown)],
  [
    'throws at once',
    () => {
      throw thrown;
    },
  ],
])('T20 a request is answered and recorded if a store %s an error of its own', async (_, answer) => {
  for (const place of [
    ['revocations', 'isRevoked'],
    ['limits', 'admit'],
    ['approvals', 'list'],
    ['risks', 'weigh'],
  ] as const) {
    const log = memoryAuditLog({ clock });
    const options = { rateLimit: {}, cumulativeRisk: {}, audit: log };
    const safe = await openWith(place, answer, { '*': 'allow' }, options);
    const decision = await safe.check(request);
    expect(decision, place.join('.')).toMatchObject({ result: 'deny', code: 'state_unavailable' });
    expect(log.text()).toContain(decision.audit_id);
  }
});

test.each(NO_ANSWERS)('T25 if an approval store answers %j, nothing is approved', async (answer) => {
  const stores = memoryStores({ clock });
  const project = makeProject({ '*': 'require_approval' });
  const open = (method: string) => {
    const approvals = { ...bindMethods(stores.approvals), [method]: async () => answer as never };
    return project.open({ stores: { ...stores, approvals } });
  };
  const right = await project.open({ stores });
  const caller = await right.tokens.issue({ agent_id: 'worker' });
  const approver = await right.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const { request_id = '' } = await right.check({ ...restart, caller });
  await right.approvals.approve(request_id, { approver, reason: 'Go' });
  for (const method of ['list', 'get', 'resolve']) {
    const decision = await (await open(method)).check({ ...restart, caller });
    expect(decision.result, method).not.toBe('allow');
    expect(decision).not.toHaveProperty('ticket');
  }
  const unasked = await (await open('create')).check(restart);
  expect(unasked).toMatchObject({
    result: 'require_approval',
    reason: expect.stringContaining('No approval can be requested'),
  });
});

test.each([
  { quorum: null },
  { quorum: undefined },
  { roles: null },
  { groups: null },
  { rules: null },
  { rules: undefined },
  { ttl_seconds: null },
])('T25 the option approvals %j keeps the approver requirements of the settings', async (approvals) => {
  const { folder } = makeProject();
  const config = join(folder, 'agent-safe.yaml');
  const files = { registry: actionsPath, policies: 'policies.yaml', inventory: inventoryPath, keys: 'keys.json' };
  const demanded = { quorum: 2, roles: ['sre-lead'], ttl_seconds: 60, rules: { all: { groups: ['sre'] } } };
  writeFileSync(config, JSON.stringify({ ...files, audit_log: 'own.jsonl', approvals: demanded }));
  const safe = await AgentSafe.open({ config, clock, approvals: approvals as never });
  onTestFinished(() => safe.close());
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const { request_id = '' } = await safe.check({ ...restart, caller });
  expect(await safe.approvals.get(request_id)).toMatchObject({
    request: {
      required: { quorum: 2, roles: ['sre-lead'], groups: ['sre'] },
      expires_at: new Date(NOON + 60_000).toISOString(),
    },
  });
});
