import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brief, makeProject, NOON, restart, type TestProject } from '../test/support/project.ts';
import type { AgentSafe, OpenOptions } from './index.ts';

const SECOND = 1_000;
const iso = (at: number) => new Date(at).toISOString();

function writeRules(project: TestProject, ...rules: readonly object[]): void {
  const documents = rules.map((rule) => ({ match: {}, decision: 'require_approval', reason: 'Ask', ...rule }));
  writeFileSync(join(project.folder, 'policies.yaml'), JSON.stringify({ rules: documents }));
}

interface Asked {
  readonly safe: AgentSafe;
  readonly caller: string;
  readonly requestId: string;
}

async function ask(project: TestProject, options?: OpenOptions): Promise<Asked> {
  const safe = await project.open(options);
  const caller = await safe.tokens.issue({ agent_id: 'worker', ttl_seconds: 86_400 });
  const decision = await safe.check({ ...restart, caller });
  expect(brief(decision)).toBe('require_approval rule');
  return { safe, caller, requestId: decision.request_id ?? '' };
}

async function approve(
  { requestId, safe }: Asked,
  name: string,
  roles: readonly string[],
  groups: readonly string[] = [],
) {
  const approver = await safe.tokens.issue({ agent_id: name, roles, groups, ttl_seconds: 86_400 });
  const answered = await safe.approvals.approve(requestId, { approver, reason: 'Yes' });
  return answered.ok ? answered.request.status : answered.code;
}

describe('a rule says who approves, and the stricter of rule and settings applies', () => {
  test('approvers need the role of the settings and those of the rule', async () => {
    const project = makeProject();
    writeRules(project, { name: 'ask', approvals: { roles: ['security', 'sre'], groups: ['oncall'] } });
    const asked = await ask(project);
    expect(await approve(asked, 'a', ['approver'])).toBe('approver_not_allowed');
    expect(await approve(asked, 'b', ['security'], ['oncall'])).toBe('approver_not_allowed');
    expect(await approve(asked, 'c', ['approver', 'security'])).toBe('approver_not_allowed');
    expect(await approve(asked, 'worker', ['approver', 'security'], ['oncall'])).toBe('approver_is_requester');
    expect(await approve(asked, 'd', ['approver', 'sre'], ['oncall'])).toBe('approved');
    const allowed = await asked.safe.check({ ...restart, caller: asked.caller });
    expect(brief(allowed)).toBe('allow approved');
    expect(project.events().find(({ event_type }) => event_type === 'approval_requested')).toMatchObject({
      required: {
        quorum: 1,
        roles: ['approver'],
        groups: [],
        also: [{ roles: ['security', 'sre'], groups: ['oncall'] }],
      },
    });
  });

  test.each<[string, number | undefined, number, number]>([
    ['of the rule', undefined, 2, 2],
    ['of the rule above the settings', 2, 3, 3],
    ['of the settings above the rule', 3, 2, 3],
  ])('the larger quorum counts: %s', async (_, ofSettings, ofRule, expected) => {
    const project = makeProject();
    writeRules(project, { name: 'ask', approvals: { quorum: ofRule } });
    const approvals = ofSettings === undefined ? {} : { approvals: { quorum: ofSettings } };
    const asked = await ask(project, approvals);
    const statuses: string[] = [];
    for (let count = 1; count <= expected; count++) statuses.push(await approve(asked, `a${count}`, ['approver']));
    expect(statuses).toEqual([...Array.from({ length: expected - 1 }, () => 'pending'), 'approved']);
  });

  test.each<[string, number, number, number]>([
    ['of the rule', 3_600, 60, 60],
    ['of the settings', 60, 3_600, 60],
  ])('the shorter lifetime counts: %s', async (_, ofSettings, ofRule, expected) => {
    const project = makeProject();
    writeRules(project, { name: 'ask', approvals: { ttl_seconds: ofRule } });
    const asked = await ask(project, { approvals: { ttl_seconds: ofSettings } });
    const found = await asked.safe.approvals.get(asked.requestId);
    expect(found).toMatchObject({ request: { expires_at: iso(NOON + expected * SECOND) } });
    project.time.now = NOON + expected * SECOND;
    expect(await approve(asked, 'a', ['approver'])).toBe('approval_expired');
  });

  test('approvers are asked again if the rule requires more than when they approved', async () => {
    const project = makeProject();
    writeRules(project, { name: 'ask', approvals: { quorum: 1, ttl_seconds: 600 } });
    const asked = await ask(project);
    expect(await approve(asked, 'a', ['approver'])).toBe('approved');
    for (const approvals of [
      { quorum: 2, ttl_seconds: 600 },
      { roles: ['security'] },
      { quorum: 1, ttl_seconds: 60 },
    ]) {
      writeRules(project, { name: 'ask', approvals });
      const safe = await project.open();
      const decision = await safe.check({ ...restart, caller: asked.caller });
      expect(brief(decision)).toBe('require_approval rule');
      expect(decision).not.toHaveProperty('ticket');
      expect(decision.request_id).not.toBe(asked.requestId);
    }
  });

  test('the settings of a rule and the approvals of the rule both count', async () => {
    const project = makeProject();
    writeRules(project, { name: 'ask', approvals: { groups: ['oncall'] } });
    const asked = await ask(project, { approvals: { rules: { ask: { roles: ['lead'], quorum: 2 } } } });
    expect(await approve(asked, 'a', ['approver'], ['oncall'])).toBe('approver_not_allowed');
    expect(await approve(asked, 'b', ['lead'], ['oncall'])).toBe('pending');
    expect(await approve(asked, 'c', ['lead'], ['oncall'])).toBe('approved');
  });
});

describe('T57 nothing that a rule grants outlives the rule', () => {
  const UNTIL = NOON + 90 * SECOND;

  test('a ticket of an expiring exception ends with it', async () => {
    const project = makeProject();
    writeRules(
      project,
      { name: 'exception', priority: 1, decision: 'allow', match: { valid: { until: iso(UNTIL) } } },
      { name: 'ask' },
    );
    const safe = await project.open();
    const caller = await safe.tokens.issue({ agent_id: 'worker', ttl_seconds: 86_400 });
    const allowed = await safe.check({ ...restart, caller });
    expect(allowed).toMatchObject({ result: 'allow', ticket: { expires_at: iso(UNTIL) } });
    project.time.now = UNTIL;
    expect(brief(await safe.check({ ...restart, caller }))).toBe('require_approval rule');
  });

  test('an approval of a rule that ends cannot be given or used afterwards', async () => {
    const project = makeProject();
    writeRules(
      project,
      { name: 'until', priority: 1, match: { valid: { until: iso(UNTIL) } } },
      { name: 'frozen', decision: 'deny' },
    );
    const asked = await ask(project);
    const found = await asked.safe.approvals.get(asked.requestId);
    expect(found).toMatchObject({ request: { expires_at: iso(UNTIL) } });
    expect(await approve(asked, 'a', ['approver'])).toBe('approved');
    project.time.now = UNTIL - SECOND;
    const allowed = await asked.safe.check({ ...restart, caller: asked.caller });
    expect(allowed).toMatchObject({ code: 'approved', ticket: { expires_at: iso(UNTIL) } });
    project.time.now = UNTIL;
    expect(brief(await asked.safe.check({ ...restart, caller: asked.caller }))).toBe('deny rule');
  });

  test('a freeze that begins denies a request that was approved before', async () => {
    const project = makeProject();
    writeRules(
      project,
      { name: 'freeze', decision: 'deny', overrides: true, match: { valid: { from: iso(UNTIL) } } },
      { name: 'ask', priority: 1_000 },
    );
    const asked = await ask(project);
    expect(await approve(asked, 'a', ['approver'])).toBe('approved');
    project.time.now = UNTIL;
    const denied = await asked.safe.check({ ...restart, caller: asked.caller });
    expect(denied).toMatchObject({ result: 'deny', policy_matched: 'freeze' });
    expect(denied).not.toHaveProperty('ticket');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.65e15, undefined as unknown as number])(
    'a clock that says %s allows nothing',
    async (now) => {
      const project = makeProject({ '*': 'allow' });
      const safe = await project.open();
      project.time.now = now;
      const answer = await safe.check(restart).catch((error: unknown) => error);
      expect(answer).not.toMatchObject({ result: 'allow' });
      expect(answer).not.toHaveProperty('ticket');
    },
  );
});

test('an explanation says that a rule is a guardrail, and what it requires of approvals', async () => {
  const project = makeProject();
  writeRules(project, { name: 'ask', overrides: true, approvals: { quorum: 2 } }, { name: 'other', decision: 'allow' });
  const safe = await project.open();
  expect((await safe.explain(restart)).rules).toMatchObject([
    { rule: 'ask', overrides: true, approvals: { quorum: 2 }, outcome: 'decides' },
    { rule: 'other', outcome: 'hidden' },
  ]);
});

test('a reset of risk needs the approvers of every rule, also of rules that say who approves', async () => {
  const project = makeProject();
  writeRules(project, { name: 'ask', approvals: { roles: ['security'], quorum: 2 } });
  const safe = await project.open({ cumulativeRisk: { escalation_threshold: 10, deny_threshold: 100 } });
  await safe.check({ ...restart, caller: 'worker' });
  const token = (name: string, roles: readonly string[]) =>
    safe.tokens.issue({ agent_id: name, roles, ttl_seconds: 86_400 });
  const reset = async (...approvers: readonly (readonly string[])[]) => {
    const tokens = await Promise.all(approvers.map((roles, place) => token(`approver-${place}`, roles)));
    const result = await safe.risk.reset({ caller: 'worker', approver: tokens, reason: 'Reviewed' });
    return result.ok ? 'ok' : result.code;
  };
  expect(await reset(['approver'])).toBe('approvers_too_few');
  expect(await reset(['approver'], ['approver', 'security'])).toBe('approvers_too_few');
  expect(await reset(['approver', 'security'], ['approver', 'security'])).toBe('ok');
});
