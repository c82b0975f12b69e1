import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsPath } from '@agent-safe/catalog';
import { generateKeys } from '@agent-safe/registry';
import { AgentSafe } from '@agent-safe/sdk';
import { openClusterPlace } from './cluster-place.ts';
import { openFolderPlace } from './folder-place.ts';

/**
 * The complete path of a change. An agent requests it and gets a ticket. The runner executes the ticket with its own
 * credentials, and records the state before and after. Then another agent rolls the change back, with a new decision.
 * The first agent must not.
 *
 * Runs against the Kubernetes API that `bash infra/setup.sh` starts. Without it, runs against files, with a custom
 * executor.
 */
const { AGENT_SAFE_TEST_KUBECONFIG: kubeconfig, AGENT_SAFE_TEST_KUBECTL: kubectl } = process.env;
const place = kubeconfig === undefined ? openFolderPlace() : openClusterPlace(kubeconfig, kubectl ?? 'kubectl');
console.log(`In ${place.name}`);

const folder = mkdtempSync(join(tmpdir(), 'agent-safe-rollback-'));
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
    name: 'scalers-scale',
    priority: 10,
    match: { callers: { roles: ['scaler'] }, actions: ['scale-deployment'] },
    decision: 'allow',
    reason: 'Scalers may scale deployments',
  },
];
const { namespace } = place;
const target = {
  id: 'dev/test-app',
  type: 'k8s-deployment',
  environment: 'dev',
  sensitivity: 'public',
  bindings: { namespace, deployment: 'app' },
  scope: { cluster: 'dev' },
};
writeFileSync(path('policies.yaml'), JSON.stringify({ rules }));
writeFileSync(path('inventory.yaml'), JSON.stringify({ targets: [target] }));
writeFileSync(path('keys.json'), generateKeys(), { mode: 0o600 });

const options = {
  registry: actionsPath,
  policies: path('policies.yaml'),
  inventory: path('inventory.yaml'),
  keys: path('keys.json'),
  auditLog: path('audit.jsonl'),
  strict: true,
};
const { executor, executors, runner: settings, vault } = place;
const safe = await AgentSafe.open({ ...options, executors, vault, runner: settings });
const { runner } = safe;

try {
  const agent = await safe.tokens.issue({ agent_id: 'scaler-01', roles: ['scaler'] });
  const repairer = await safe.tokens.issue({ agent_id: 'repairer-01', roles: ['repairer'] });

  const request = {
    action: 'scale-deployment',
    target: 'dev/test-app',
    caller: agent,
    params: { namespace, deployment: 'app', replicas: 5 },
  };
  const decision = await safe.check(request);
  report('An agent requests a change', decision.result, 'allow');
  const ticket = decision.ticket?.token ?? '';

  const preview = await runner.dryRun(ticket, { executor });
  report(
    'The dry run reports',
    `${preview.ok && preview.outcome}, ${place.countReplicas()} replicas`,
    'success, 2 replicas',
  );
  const run = await runner.execute(ticket, { executor, timeout: 60 });
  if (!run.ok) throw new Error(run.reason);
  report('The ticket is executed', `${run.outcome}, ${place.countReplicas()} replicas`, 'success, 5 replicas');
  // The vault for development cannot revoke credentials, and reports that.
  report('The credentials are revoked', String(run.credentials?.revoked), String(vault.isScoped));
  const before = Number(run.before_state?.replicas);
  const after = Number(run.after_state?.replicas);
  report('The log records the replicas', `${before} before, ${after} after`, '2 before, 5 after');
  const again = await runner.execute(ticket, { executor });
  report('The same ticket is executed again', again.ok ? again.outcome : again.code, 'ticket_replayed');

  const strange = await runner.rollback.check(decision.audit_id, { caller: 'unknown-agent' });
  report('An agent without a token requests the rollback', resultOf(strange), 'deny');
  const rollback = await runner.rollback.check(decision.audit_id, { caller: repairer });
  report('A repairer requests the rollback', resultOf(rollback), 'allow');
  if (!rollback.ok) throw new Error(rollback.reason);
  const back = await runner.rollback.execute(rollback, { timeout: 60 });
  report(
    'The rollback is executed',
    `${back.ok && back.outcome}, ${place.countReplicas()} replicas`,
    'success, 2 replicas',
  );
  report(
    'Change and rollback share a correlation id',
    String(rollback.decision.correlation_id === decision.audit_id),
    'true',
  );

  const left = await runner.reconcile();
  report(
    'Open executions and credentials',
    String(left.unknown.length + left.running.length + left.unrevoked.length),
    '0',
  );
  const { verdict } = await safe.audit.verify({ checkpoint: await safe.audit.checkpoint() });
  report('The verdict about the log', verdict, 'ok');
} finally {
  await safe.close();
  place.close();
  rmSync(folder, { recursive: true, force: true });
}

function resultOf(given: Awaited<ReturnType<typeof runner.rollback.check>>): string {
  return given.ok ? given.decision.result : given.code;
}

function report(what: string, actual: string, expected: string): void {
  console.log(`${what}: ${actual}`);
  deepStrictEqual(actual, expected);
}
