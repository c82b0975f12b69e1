import { EnvironmentVault } from '@agent-safe/runner';
import { expect, test } from 'vitest';
import type { OpenOptions } from '../src/index.ts';
import { makeProject } from './support/project.ts';
import { StandInCluster } from './support/stand-in-cluster.ts';

const scale = {
  action: 'scale-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app', replicas: 5 },
} as const;
const stand = { executor: 'stand-in' } as const;

async function open(given: OpenOptions = {}) {
  const project = makeProject({ '*': 'allow' });
  const cluster = new StandInCluster();
  cluster.replicas.set('dev/app', 2);
  const vault = new EnvironmentVault({ environment: { AGENT_SAFE_KUBERNETES_TOKEN: 'a-token-of-the-cluster' } });
  const safe = await project.open({ executors: [cluster], vault, ...given });
  const caller = await safe.tokens.issue({ agent_id: 'deployer' });
  const { audit_id, reason, ticket } = await safe.check({ ...scale, caller });
  if (ticket === undefined) throw new Error(reason);
  return { ...project, safe, caller, cluster, auditId: audit_id, ticket: ticket.token };
}

test('a ticket is executed with the executors and the vault of AgentSafe.open', async () => {
  const { cluster, safe, ticket } = await open();
  expect(await safe.runner.dryRun(ticket, stand)).toMatchObject({ outcome: 'success' });
  expect(cluster.replicas.get('dev/app')).toBe(2);
  expect(await safe.runner.credentials.resolve(ticket)).toMatchObject({ vault: 'environment' });
  expect(await safe.runner.execute(ticket, stand)).toMatchObject({ outcome: 'success', after_state: { replicas: 5 } });
  expect(cluster.executions[0]?.credentials?.values).toEqual({ token: 'a-token-of-the-cluster' });
  expect(await safe.runner.execute(ticket, stand)).toMatchObject({ code: 'ticket_replayed' });
  expect(await safe.runner.reconcile()).toMatchObject({ unknown: [] });
});

test('a rollback is planned, decided by the same AgentSafe and executed', async () => {
  const { auditId, caller, cluster, safe, ticket } = await open();
  await safe.runner.execute(ticket, stand);
  expect(await safe.runner.rollback.plan(auditId)).toMatchObject({ params: { replicas: 2 } });
  const checked = await safe.runner.rollback.check(auditId, { caller });
  if (!checked.ok) throw new Error(checked.reason);
  expect(checked.decision).toMatchObject({ result: 'allow', rollback_of: auditId });
  expect(await safe.runner.rollback.execute(checked)).toMatchObject({ outcome: 'success' });
  expect(cluster.replicas.get('dev/app')).toBe(2);
  // This AgentSafe decided the rollback, so it can capture states for that decision.
  await safe.audit.captureBefore(checked.decision.audit_id, { replicas: 5 });
});

test('the runner ignores the option cache', async () => {
  const { safe, ticket } = await open({ cache: { folder: '/nowhere', build: 'test' } });
  expect(await safe.runner.execute(ticket, stand)).toMatchObject({ outcome: 'success' });
});

test('vault: false means no vault', async () => {
  const { safe } = await open({ vault: false });
  expect(await safe.runner.credentials.test()).toMatchObject({ vault: null });
});

test('a misspelled setting of the runner is refused when the project is opened', async () => {
  await expect(open({ runner: { comand_allowlist: [] } as never })).rejects.toThrow(
    'Unknown option: runner.comand_allowlist. Did you mean "command_allowlist"?',
  );
});
