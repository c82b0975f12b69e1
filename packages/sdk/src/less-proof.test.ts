import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeProject, restart, type TestProject } from '../test/support/project.ts';
import type { AgentSafe, Decision } from './index.ts';

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly decision: Decision['result'];
  readonly match: object;
}

function project(rules: readonly Rule[], given: Parameters<typeof makeProject>[1] = {}): TestProject {
  const made = makeProject({}, given);
  const documents = rules.map((rule) => ({ ...rule, reason: `Because of ${rule.name}` }));
  writeFileSync(join(made.folder, 'policies.yaml'), JSON.stringify({ rules: documents }));
  return made;
}

const allowAll: Rule = { name: 'all', priority: 0, decision: 'allow', match: {} };

async function delegate(safe: AgentSafe, parent_token: string, child_agent_id: string, roles: readonly string[] = []) {
  const made = await safe.tokens.delegate({ parent_token, child_agent_id, child_roles: roles });
  if (!made.ok) throw new Error(made.reason);
  return made.token;
}

describe('T35 an agent gains nothing by proving less', () => {
  test('an intern that is denied is denied without its token', async () => {
    const safe = await project([
      { name: 'sre', priority: 100, decision: 'require_approval', match: { callers: { roles: ['sre'] } } },
      { name: 'dev', priority: 50, decision: 'deny', match: { targets: { environments: ['dev'] } } },
    ]).open();
    const intern = await safe.tokens.issue({ agent_id: 'intern', roles: ['intern'] });
    for (const caller of [intern, 'intern', undefined]) {
      expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'deny', policy_matched: 'dev' });
    }
  });

  test('a contractor that must be approved is not allowed by delegating to itself', async () => {
    const safe = await project([
      { name: 'contractors', priority: 9, decision: 'require_approval', match: { callers: { roles: ['contractor'] } } },
      { name: 'deployers', priority: 1, decision: 'allow', match: { callers: { roles: ['deployer'] } } },
    ]).open();
    const contractor = await safe.tokens.issue({ agent_id: 'carl', roles: ['contractor', 'deployer'] });
    const itself = await delegate(safe, contractor, 'carl', ['deployer']);
    for (const caller of [contractor, itself]) {
      const decision = await safe.check({ ...restart, caller });
      expect(decision).toMatchObject({
        result: 'require_approval',
        policy_matched: 'contractors',
        reason: expect.stringContaining('Because of contractors'),
        request_id: expect.stringMatching(/^apr-/),
      });
      expect(decision).not.toHaveProperty('ticket');
    }
    const deployer = await safe.tokens.issue({ agent_id: 'dora', roles: ['deployer'] });
    expect(await safe.check({ ...restart, caller: deployer })).toMatchObject({ result: 'allow' });
  });

  test('a member of a suspended group is denied after it delegates without the group', async () => {
    const safe = await project([
      { name: 'suspended', priority: 9, decision: 'deny', match: { callers: { groups: ['suspended'] } } },
      allowAll,
    ]).open();
    const member = await safe.tokens.issue({ agent_id: 'mia', groups: ['suspended'] });
    const itself = await delegate(safe, member, 'mia');
    const further = await delegate(safe, itself, 'other');
    for (const caller of [member, itself, further]) {
      expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'deny', policy_matched: 'suspended' });
    }
  });

  test('a deny of an agent reaches the children that it names', async () => {
    const safe = await project([
      { name: 'worker', priority: 9, decision: 'deny', match: { callers: { agent_ids: ['worker'] } } },
      allowAll,
    ]).open();
    const worker = await safe.tokens.issue({ agent_id: 'worker' });
    const helper = await delegate(safe, worker, 'helper');
    expect(await safe.check({ ...restart, caller: helper })).toMatchObject({
      result: 'deny',
      policy_matched: 'worker',
    });
  });

  test('a child with a privileged name that was not granted is not asked for approval', async () => {
    const safe = await project([
      { name: 'lead', priority: 9, decision: 'require_approval', match: { callers: { agent_ids: ['lead'] } } },
      { name: 'rest', priority: 1, decision: 'deny', match: {} },
    ]).open();
    const worker = await safe.tokens.issue({ agent_id: 'worker' });
    const named = await delegate(safe, worker, 'lead');
    expect(await safe.check({ ...restart, caller: named })).toMatchObject({ result: 'deny', policy_matched: 'rest' });
  });

  test('approvers must satisfy the floor and the deciding rule', async () => {
    const made = project(
      [
        { name: 'floor', priority: 9, decision: 'require_approval', match: { callers: { groups: ['core'] } } },
        { name: 'decides', priority: 5, decision: 'require_approval', match: { callers: { roles: ['deployer'] } } },
      ],
      { approvals: { rules: { floor: { roles: ['security'] }, decides: { roles: ['lead'] } } } },
    );
    const safe = await made.open();
    const root = await safe.tokens.issue({ agent_id: 'root', roles: ['deployer'], groups: ['core'] });
    const caller = await delegate(safe, root, 'root', ['deployer']);
    const asked = await safe.check({ ...restart, caller });
    expect(asked).toMatchObject({ result: 'require_approval', policy_matched: 'decides' });
    const approve = async (agent_id: string, roles: readonly string[]) => {
      const approver = await safe.tokens.issue({ agent_id, roles });
      const answer = await safe.approvals.approve(asked.request_id ?? '', { approver, reason: 'Fine' });
      return answer.ok ? answer.request.status : answer.code;
    };
    expect(await approve('alice', ['lead'])).toBe('approver_not_allowed');
    expect(await approve('bob', ['security'])).toBe('approver_not_allowed');
    expect(await approve('carol', ['lead', 'security'])).toBe('approved');
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', code: 'approved' });
  });
});
