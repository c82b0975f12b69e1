import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inventoryPath } from '@agent-safe/catalog';
import { describe, expect, test } from 'vitest';
import { brief, makeProject, restart, type TestProject } from '../test/support/project.ts';
import type { AgentSafe, CheckOptions, OpenOptions } from './index.ts';

interface Rule {
  readonly name: string;
  readonly match: object;
  readonly decision: string;
  readonly reason: string;
  readonly [field: string]: unknown;
}

const ASK: Rule = {
  name: 'ask-a',
  description: 'Ask',
  priority: 10,
  match: { actions: ['restart-*', 'scale-*'], targets: { environments: ['dev', 'staging'] } },
  decision: 'require_approval',
  reason: 'Ask an approver',
};

function writeRules(project: TestProject, rules: readonly Rule[]): void {
  writeFileSync(join(project.folder, 'policies.yaml'), JSON.stringify({ rules }));
}

async function approverOf(safe: AgentSafe): Promise<string> {
  return safe.tokens.issue({ agent_id: 'alice', roles: ['approver'], ttl_seconds: 86_400 });
}

/** A request of a verified worker, approved under `rules`. Returns the answer to the same request under other rules. */
async function claimUnder(
  project: TestProject,
  { options, checked }: { readonly options?: OpenOptions; readonly checked?: CheckOptions } = {},
  change: () => void = () => undefined,
) {
  const safe = await project.open();
  const caller = await safe.tokens.issue({ agent_id: 'worker', ttl_seconds: 86_400 });
  const asked = await safe.check({ ...restart, caller });
  expect(asked).toMatchObject({ result: 'require_approval', request_id: expect.stringMatching(/^apr-/) });
  const answered = await safe.approvals.approve(asked.request_id ?? '', {
    approver: await approverOf(safe),
    reason: 'Yes',
  });
  expect(answered).toMatchObject({ ok: true, request: { status: 'approved' } });
  change();
  const decision = await (await project.open(options)).check({ ...restart, caller }, checked);
  return { asked, decision };
}

/** The inventory of the catalog, with a critical target. */
function writeInventory(project: TestProject): string {
  const path = join(project.folder, 'inventory.yaml');
  const [before = '', after = ''] = readFileSync(inventoryPath, 'utf8').split(`id: ${restart.target}\n`);
  writeFileSync(path, `${before}id: ${restart.target}\n${after.replace(/sensitivity: \w+/, 'sensitivity: critical')}`);
  return path;
}

describe('T43 an approval is for one answer of the policy', () => {
  test('the same answer is allowed', async () => {
    const project = makeProject();
    writeRules(project, [ASK]);
    const { decision } = await claimUnder(project);
    expect(brief(decision)).toBe('allow approved');
  });

  test.each<[string, readonly Rule[]]>([
    ['score, name, description and order', [{ ...ASK, name: 'ask-b', description: 'Other', priority: 90 }]],
    [
      'order and repetition of conditions',
      [{ ...ASK, match: { targets: { environments: ['staging', 'dev', 'dev'] }, actions: ['scale-*', 'restart-*'] } }],
    ],
    ['other rules', [{ ...ASK, name: 'other', match: { actions: ['delete-*'] }, decision: 'deny' }, ASK]],
  ])('a change of %s changes nothing', async (_, rules) => {
    const project = makeProject();
    writeRules(project, [ASK]);
    const { decision } = await claimUnder(project, {}, () => writeRules(project, rules));
    expect(brief(decision)).toBe('allow approved');
  });

  test.each<[string, readonly Rule[]]>([
    ['another rule', [{ ...ASK, name: 'freeze-b', priority: 90, match: {}, reason: 'The freeze is on' }, ASK]],
    ['another reason', [{ ...ASK, reason: 'Ask twice' }]],
    ['another match', [{ ...ASK, match: { actions: ['restart-*'] } }]],
  ])('approvers are asked again for %s', async (_, rules) => {
    const project = makeProject();
    writeRules(project, [ASK]);
    const { asked, decision } = await claimUnder(project, {}, () => writeRules(project, rules));
    expect(decision).toMatchObject({ result: 'require_approval', code: 'rule', digest: asked.digest });
    expect(decision).not.toHaveProperty('ticket');
    expect(decision.request_id).toMatch(/^apr-/);
    expect(decision.request_id).not.toBe(asked.request_id);
  });

  test('approvers are asked again for another risk', async () => {
    const project = makeProject();
    writeRules(project, [ASK]);
    const inventory = writeInventory(project);
    const { asked, decision } = await claimUnder(project, { options: { inventory } });
    expect(decision.effective_risk).not.toBe(asked.effective_risk);
    expect(brief(decision)).toBe('require_approval rule');
    expect(decision.request_id).not.toBe(asked.request_id);
  });

  test('approvers are asked again if the score requires the approval and not a rule', async () => {
    const project = makeProject();
    writeRules(project, [ASK]);
    const cumulativeRisk = { escalation_threshold: 1, deny_threshold: 1_000 };
    const { decision } = await claimUnder(project, { options: { cumulativeRisk } }, () =>
      writeRules(project, [{ ...ASK, decision: 'allow' }]),
    );
    expect(decision).toMatchObject({ result: 'require_approval', code: 'risk_escalated' });
  });

  test('an approval of a risk_escalated request is for the rule that allows it', async () => {
    const project = makeProject(
      { '*': 'allow' },
      { cumulativeRisk: { escalation_threshold: 1, deny_threshold: 1_000 } },
    );
    expect(brief((await claimUnder(project)).decision)).toMatch(/^allow approved/);
    const other = makeProject({ '*': 'allow' }, { cumulativeRisk: { escalation_threshold: 1, deny_threshold: 1_000 } });
    const { decision } = await claimUnder(other, {}, () =>
      writeRules(other, [{ ...ASK, decision: 'allow', reason: 'Other' }]),
    );
    expect(brief(decision)).toMatch(/^require_approval risk_escalated/);
  });

  test('approvers are asked again for a rollback, and for the rollback of another execution', async () => {
    const project = makeProject();
    writeRules(project, [ASK]);
    const { asked, decision } = await claimUnder(project, { checked: { rollbackOf: 'evt-1' } });
    expect(decision).toMatchObject({ result: 'require_approval', rollback_of: 'evt-1' });
    expect(decision.digest).not.toBe(asked.digest);
    const safe = await project.open();
    const caller = await safe.tokens.issue({ agent_id: 'worker', ttl_seconds: 86_400 });
    const found = await safe.approvals.get(decision.request_id ?? '');
    expect(found).toMatchObject({ request: { rollback_of: 'evt-1', code: 'rule', rule_digest: expect.any(String) } });
    await safe.approvals.approve(decision.request_id ?? '', { approver: await approverOf(safe), reason: 'Yes' });
    const other = await safe.check({ ...restart, caller }, { rollbackOf: 'evt-2' });
    expect(brief(other)).toBe('require_approval rule');
    const same = await safe.check({ ...restart, caller }, { rollbackOf: 'evt-1' });
    expect(brief(same)).toBe('allow approved');
    expect(same.ticket).toBeDefined();
    expect(
      project
        .events()
        .find(({ event_type: type, request_id }) => type === 'approval_requested' && request_id === same.request_id),
    ).toMatchObject({
      code: 'rule',
      rollback_of: 'evt-1',
    });
  });
});
