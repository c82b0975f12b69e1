import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import { generateKeys } from '@agent-safe/registry';
import { AgentSafe, type ApprovalNotice } from '@agent-safe/sdk';

/**
 * Each step of the agent is allowed, but all steps together exceed the risk threshold. An approver is asked and approves exactly
 * one step; the agent waits for the approval. An agent that ignores denials is denied further, until the circuit breaker opens.
 */
const folder = mkdtempSync(join(tmpdir(), 'agent-safe-limited-agent-'));
const path = (name: string) => join(folder, name);
const allowAll = {
  name: 'allow-dev',
  match: { targets: { environments: ['dev'] } },
  decision: 'allow',
  reason: 'The dev environment is unrestricted',
};
writeFileSync(path('policies.yaml'), JSON.stringify({ rules: [allowAll] }));
writeFileSync(path('keys.json'), generateKeys(), { mode: 0o600 });

const asked: string[] = [];
async function notifyTeam({ request }: ApprovalNotice): Promise<void> {
  asked.push(`${request.action} for ${request.caller}`);
}

const safe = await AgentSafe.open({
  registry: actionsPath,
  policies: path('policies.yaml'),
  inventory: inventoryPath,
  auditLog: path('audit.jsonl'),
  keys: path('keys.json'),
  cumulativeRisk: { escalation_threshold: 30, deny_threshold: 75 },
  rateLimit: { max_requests: 100, circuit_breaker_threshold: 3 },
  approvals: { roles: ['approver'], notifiers: [notifyTeam] },
});

try {
  const agent = await safe.tokens.issue({ agent_id: 'agent-01' });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const on = { target: 'dev/test-app', caller: agent };
  const readConfig = { ...on, action: 'get-configmap', params: { namespace: 'dev', configmap: 'settings' } };
  const runCommand = { ...on, action: 'exec-pod', params: { namespace: 'dev', pod: 'app-1', command: ['env'] } };
  const readSecret = { ...on, action: 'get-secret', params: { namespace: 'dev', secret: 'database' } };

  const first = await safe.check(readConfig);
  report('The agent reads a ConfigMap', `${first.result}, score ${first.cumulative_risk_score}`, 'allow, score 1');
  const second = await safe.check(runCommand);
  report(
    'The agent runs a command in a pod',
    `${second.result}, score ${second.cumulative_risk_score}`,
    'allow, score 16',
  );
  const third = await safe.check(readSecret);
  report(
    'The agent reads a Secret',
    `${third.code}, score ${third.cumulative_risk_score}, from ${third.escalated_from}`,
    'risk_escalated, score 31, from allow',
  );

  const waiting = safe.approvals.wait(third.request_id ?? '');
  const answer = { approver, reason: 'I requested this' };
  await safe.approvals.approve(third.request_id ?? '', answer);
  const { ok } = await waiting;
  const granted = await safe.check(readSecret);
  report(
    'Alice approves, and the agent repeats the request',
    `${ok} ${granted.code}, ${granted.reason}`,
    'true approved, Approved by "alice": I requested this',
  );
  report('The decision has a ticket', String(granted.ticket !== undefined), 'true');

  const itself = await safe.check(readSecret);
  const own = await safe.approvals.approve(itself.request_id ?? '', { ...answer, approver: agent });
  report(
    'The agent requests the Secret again and approves that request itself',
    own.ok ? own.request.status : own.code,
    'approver_is_requester',
  );

  const codes: string[] = [];
  for (let step = 1; step <= 6; step += 1) {
    const params = { ...runCommand.params, command: ['cat', `/secrets/${step}`] };
    codes.push((await safe.check({ ...runCommand, params })).code);
  }
  report(
    'The agent runs six more commands',
    codes.join(', '),
    'risk_escalated, risk_denied, risk_denied, risk_denied, circuit_open, circuit_open',
  );
  await safe.close();
  report(
    'Notices to the team',
    asked.join('; '),
    'get-secret for agent-01; get-secret for agent-01; exec-pod for agent-01',
  );
} finally {
  await safe.close();
  rmSync(folder, { recursive: true, force: true });
}

function report(what: string, actual: string, expected: string): void {
  console.log(`${what}: ${actual}`);
  deepStrictEqual(actual, expected);
}
