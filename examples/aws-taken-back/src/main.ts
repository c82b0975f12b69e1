import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsPath } from '@agent-safe/catalog';
import { AwsStsVault } from '@agent-safe/executor-aws';
import { generateKeys } from '@agent-safe/registry';
import { AgentSafe } from '@agent-safe/sdk';
import { startInstance } from './instance.ts';

/**
 * The complete path of a change in AWS. An agent requests to stop an instance and gets a ticket. The runner executes the
 * ticket with a session of a role that can do this and nothing else, and ends the session. Then another agent starts the
 * instance again by a rollback, with a new decision.
 *
 * Runs against the AWS API that `bash infra/setup.sh` starts, and never against AWS itself.
 */
const { AWS_ENDPOINT_URL: endpoint = '' } = process.env;
if (!/^http:\/\/(?:127\.0\.0\.1|localhost):\d+\/?$/.test(endpoint)) {
  console.log('No AWS API is up on this machine. Start it: eval "$(bash infra/setup.sh)"');
  process.exit(0);
}

const region = 'us-east-1';
const instance = await startInstance(endpoint, region);
const folder = mkdtempSync(join(tmpdir(), 'agent-safe-aws-taken-back-'));
const path = (name: string) => join(folder, name);
const rules = [
  {
    name: 'repairers-roll-back',
    priority: 20,
    match: { callers: { roles: ['repairer'] } },
    decision: 'allow',
    reason: 'Repairers may roll back changes',
  },
  {
    name: 'savers-stop-instances',
    priority: 10,
    match: { callers: { roles: ['saver'] }, actions: ['ec2-stop-instance'] },
    decision: 'allow',
    reason: 'Savers may stop instances',
  },
];
const target = {
  id: 'dev/report-builder',
  type: 'aws-ec2-instance',
  environment: 'dev',
  sensitivity: 'public',
  bindings: { instance_id: instance.id, region },
  scope: { account: instance.account, region },
};
writeFileSync(path('policies.yaml'), JSON.stringify({ rules }));
writeFileSync(path('inventory.yaml'), JSON.stringify({ targets: [target] }));
writeFileSync(path('keys.json'), generateKeys(), { mode: 0o600 });

const account = { account_id: instance.account, region, endpoint_url: endpoint };
const vault = new AwsStsVault({ accounts: { dev: { ...account, role_arn: instance.role } } });
const safe = await AgentSafe.open({
  registry: actionsPath,
  policies: path('policies.yaml'),
  inventory: path('inventory.yaml'),
  keys: path('keys.json'),
  auditLog: path('audit.jsonl'),
  strict: true,
  runner: { accounts: { dev: account } },
  vault,
});
const { runner } = safe;

try {
  const agent = await safe.tokens.issue({ agent_id: 'saver-01', roles: ['saver'] });
  const repairer = await safe.tokens.issue({ agent_id: 'repairer-01', roles: ['repairer'] });
  const decision = await safe.check({
    action: 'ec2-stop-instance',
    target: target.id,
    caller: agent,
    params: { instance_id: instance.id, region },
  });
  report('An agent requests to stop an instance', decision.result, 'allow');
  const ticket = decision.ticket?.token ?? '';

  const preview = await runner.dryRun(ticket, { executor: 'aws' });
  report('The dry run reports', `${preview.ok && preview.outcome}, ${await instance.readState()}`, 'success, running');
  const run = await runner.execute(ticket, { executor: 'aws', timeout: 60 });
  if (!run.ok) throw new Error(run.reason);
  report('The ticket is executed', `${run.outcome}, ${await instance.readState()}`, 'success, stopped');
  report('The session is ended', String(run.credentials?.revoked), 'true');
  report(
    'The log records the states before and after',
    JSON.stringify([run.before_state?.state, run.after_state?.state]),
    '["running","stopped"]',
  );

  const refused = await runner.rollback.check(decision.audit_id, { caller: 'unknown-agent' });
  report('An agent without a token requests the rollback', resultOf(refused), 'deny');
  const rollback = await runner.rollback.check(decision.audit_id, { caller: repairer });
  report('A repairer requests the rollback', resultOf(rollback), 'allow');
  if (!rollback.ok) throw new Error(rollback.reason);
  const back = await runner.rollback.execute(rollback, { timeout: 60 });
  report('The rollback is executed', `${back.ok && back.outcome}, ${await instance.readState()}`, 'success, running');

  const left = await runner.reconcile();
  report('Open credentials', String(left.unrevoked.length), '0');
  const { verdict } = await safe.audit.verify({ checkpoint: await safe.audit.checkpoint() });
  report('The verdict about the log', verdict, 'ok');
} finally {
  await safe.close();
  await instance.close();
  rmSync(folder, { recursive: true, force: true });
}

function resultOf(given: Awaited<ReturnType<typeof runner.rollback.check>>): string {
  return given.ok ? given.decision.result : given.code;
}

function report(what: string, actual: string, expected: string): void {
  console.log(`${what}: ${actual}`);
  deepStrictEqual(actual, expected);
}
