import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts } from '@agent-safe/accounts';
import { openAuditLog } from '@agent-safe/audit';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import {
  AUDIT_EVENT_TYPES,
  type AuditEvent,
  type CheckResult,
  type CredentialLease,
  type CredentialVault,
  type Execution,
  type ExecutionResult,
} from '@agent-safe/core';
import { loadKeys, verificationKeys } from '@agent-safe/registry';
import { auditEventSchema, readAuditEvent } from '@agent-safe/schemas';
import { MemoryNonceStore, TicketVerifier } from '@agent-safe/tickets';
import { expect, onTestFinished, test } from 'vitest';
import { openProjectServices } from '../src/index.ts';
import { openRunner, type RunnerOpenOptions } from '../src/runner.ts';
import { makeProject, restart, type TestProject } from './support/project.ts';
import { StandInCluster } from './support/stand-in-cluster.ts';

const HOUR = 3_600_000;
const scale = {
  action: 'scale-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app', replicas: 5 },
} as const;

/** Never ends until it is stopped. */
class HangingCluster extends StandInCluster {
  override readonly name = 'stand-in';
  readonly #begun = Promise.withResolvers<void>();
  readonly begun = this.#begun.promise;

  override execute(execution: Execution): Promise<ExecutionResult> {
    this.executions.push(execution);
    this.#begun.resolve();
    return new Promise(() => undefined);
  }
}

class Vault implements CredentialVault {
  readonly name = 'stand-in-vault';
  readonly isScoped = true;
  readonly leases: string[] = [];
  isDown = false;

  async issue({ lease_id, type }: { readonly lease_id: string; readonly type: string }): Promise<CredentialLease> {
    this.leases.push(lease_id);
    return { lease_id, type, values: { token: 'a-token-of-the-cluster' }, expires_at: '2026-01-05T12:05:00.000Z' };
  }

  async revoke(): Promise<CheckResult> {
    if (this.isDown) throw new Error('The vault is down.');
    return { ok: true };
  }

  async test(): Promise<CheckResult> {
    return { ok: true };
  }
}

async function runnerOf(project: TestProject, cluster: StandInCluster, options: RunnerOpenOptions) {
  const runner = await openRunner({
    registry: actionsPath,
    policies: join(project.folder, 'policies.yaml'),
    inventory: inventoryPath,
    keys: join(project.folder, 'keys.json'),
    auditLog: join(project.folder, 'audit.jsonl'),
    state: join(project.folder, 'state.db'),
    clock: () => project.time.now,
    executors: [cluster],
    ...options,
  });
  onTestFinished(() => runner.close());
  return runner;
}

/** Causes every type of event once. */
async function live(project: TestProject): Promise<void> {
  const answers = { 'scale-deployment': 'allow', 'restart-deployment': 'require_approval', '*': 'deny' } as const;
  project.decideBy(answers);
  const safe = await project.open({ cumulativeRisk: { escalation_threshold: 900, deny_threshold: 1_000 } });
  const day = { ttl_seconds: 86_400 };
  const token = (agent_id: string, roles: readonly string[] = []) => safe.tokens.issue({ agent_id, roles, ...day });
  const [root, alice] = [await token('root', ['deployer']), await token('alice', ['approver'])];

  // Decisions: every result, a plan, a malformed request, and a delegate.
  await safe.check({ ...restart, action: 'delete-namespace', caller: root });
  await safe.check({ action: 'no-such-action', target: 'nowhere', caller: 'eyJhbGciOiJub25lIn0.e30.' });
  await safe.check({ ...scale, params: { namespace: 7 } });
  await safe.check(undefined as never);
  await safe.checkPlan([
    { ...scale, caller: root, ticket_id: 'CHG-7' },
    { ...restart, caller: root },
  ]);
  const child = await safe.tokens.delegate({
    parent_token: root,
    child_agent_id: 'child',
    actions: ['scale-*'],
    max_depth: 2,
  });
  await safe.tokens.delegate({ parent_token: root, child_agent_id: 'child', child_roles: ['admin'] });
  await safe.tokens.delegate({ parent_token: 'no token' } as never);
  const caller = child.ok ? child.token : '';
  const delegated = await safe.check({ ...scale, caller });

  // Approvals: used, denied, canceled and expired.
  const ask = async (ticket_id: string) => (await safe.check({ ...restart, caller: root, ticket_id })).request_id ?? '';
  const reason = 'Because.';
  await safe.approvals.approve(await ask('CHG-1'), { approver: alice, reason });
  await safe.check({ ...restart, caller: root, ticket_id: 'CHG-1' });
  await safe.approvals.deny(await ask('CHG-2'), { approver: alice, reason });
  await safe.approvals.cancel(await ask('CHG-3'), { caller: root, reason });
  const forgotten = await ask('CHG-4');
  await safe.risk.reset({ caller: 'root', approver: alice, reason });

  // States that a program reports.
  await safe.audit.captureBefore(delegated.audit_id, { replicas: 2 });
  await safe.audit.captureAfter(delegated.audit_id, { replicas: 3 });
  await safe.audit.capture((await safe.check({ ...scale, caller: root })).audit_id, { replicas: 2 }, { replicas: 3 });

  // Executions: done, rolled back, refused, interrupted.
  const [cluster, vault] = [new StandInCluster(), new Vault()];
  cluster.replicas.set('dev/app', 2);
  const runner = await runnerOf(project, cluster, { vault });
  await runner.execute(delegated.ticket?.token ?? '', { executor: 'stand-in' });
  await runner.execute(delegated.ticket?.token ?? '', { executor: 'stand-in' });
  await runner.execute('no ticket', { executor: 'stand-in' });
  const rollback = await runner.checkRollback(delegated.audit_id, { caller: root });
  if (!rollback.ok) throw new Error(rollback.reason);
  await runner.executeRollback(rollback);
  const { ticket: shown } = await safe.check({ ...scale, caller: root });
  await runner.resolveCredentials(shown?.token ?? '', { issue: true });
  await runner.revokeCredential(vault.leases.at(-1) ?? '');
  vault.isDown = true;
  await runner.revokeCredential(vault.leases.at(-1) ?? '');
  const hanging = new HangingCluster();
  const stopped = await runnerOf(project, hanging, { vault });
  const { ticket: lost } = await safe.check({ ...scale, caller: root });
  const stop = new AbortController();
  const running = stopped.execute(lost?.token ?? '', { executor: 'stand-in', signal: stop.signal });
  await hanging.begun;
  project.time.now += 2 * HOUR;
  vault.isDown = false;
  await runner.reconcile();
  vault.isDown = true;
  stop.abort();
  await running;
  // The approval request has expired by now.
  await safe.approvals.get(forgotten);

  await changeAccounts(project);

  // Revocations and checkpoints.
  await safe.revocations.add({ agent: 'child' });
  await safe.revocations.lift('child');
  await safe.revocations.add({ token: child.ok ? child.jti : '' });
  await safe.revocations.add({ all: true });
  await safe.audit.checkpoint();
  await safe.check({ ...scale, caller: root });
  const used = await safe.check(scale);
  await redeem(project, used.ticket?.token ?? '');
  await runner.close();
  await safe.state.rebuild();
  await safe.close();
  const path = join(project.folder, 'audit.jsonl');
  const guarded = await project.open();
  for (let count = 0; count < 7; count += 1) await guarded.check({ ...scale, caller: 'eyJhbGciOiJub25lIn0.e30.' });
  project.time.now += 60_000;
  await guarded.check(scale);
  writeFileSync(path, readFileSync(path).subarray(0, -40));
  await (await project.open()).check(scale);
}

async function changeAccounts({ folder, time }: TestProject): Promise<void> {
  const files = {
    auditLog: join(folder, 'audit.jsonl'),
    keys: join(folder, 'keys.json'),
    state: join(folder, 'state.db'),
  };
  const opened = await openProjectServices({ ...files, config: false, clock: () => time.now });
  if (opened.accounts === undefined) throw new Error('The project has no accounts.');
  const accounts = openAccounts(opened.accounts);
  await accounts.keys.create({ name: 'gateway' });
  await accounts.users.create({ id: 'alice' });
  const link = await accounts.signIn.createLink('alice');
  await accounts.signIn.withLink(link.ok ? link.secret : '', '192.0.2.7');
  for (let count = 0; count < 6; count += 1) await accounts.signIn.withLink('', null);
  await accounts.users.change('alice', { roles: ['viewer'] });
  await accounts.close();
  await opened.close();
}

async function redeem({ folder, time }: TestProject, token: string): Promise<void> {
  const clock = () => time.now;
  const log = openAuditLog(join(folder, 'audit.jsonl'), { clock });
  const keys = verificationKeys(loadKeys(join(folder, 'keys.json')).tokens);
  const verifier = new TicketVerifier({ keys, nonces: new MemoryNonceStore({ clock }), audit: log, clock });
  expect(await verifier.redeem(token)).toMatchObject({ ok: true });
  await log.close();
}

/** Events that only a failing disk causes. The property tests of @agent-safe/schemas cover them. */
const UNTRIED = ['decision: correction', 'approval_resolved: withdraw', 'credential_revoked: lapsed'];

/** Names the alternative of an event within its type. */
function alternativeOf(event: AuditEvent): string {
  const { event_type } = event;
  switch (event.event_type) {
    case 'decision':
      return `${event_type}: ${'action' in event ? event.result : 'correction'}`;
    case 'approval_resolved':
      return `${event_type}: ${event.decision}`;
    case 'delegation':
    case 'sign_in':
      return `${event_type}: ${event.result}`;
    case 'revocation':
      return `${event_type}: ${event.change} ${event.kind}`;
    case 'execution_outcome':
      return `${event_type}: ${'prechecks' in event ? 'ended' : 'interrupted'}`;
    case 'credential_revoked': {
      if (!event.revoked && event.lapsed === true) return `${event_type}: lapsed`;
      return `${event_type}: ${event.revoked} ${'audit_id' in event ? 'of a run' : 'by hand'}`;
    }
    case 'state_capture': {
      const when = ['before_state', 'after_state'].filter((name) => name in event).join(' and ');
      return `${event_type}: ${when} ${'intent_id' in event ? 'of a run' : 'reported'}`;
    }
    case 'approval_requested':
    case 'backup_restored':
    case 'checkpoint':
    case 'api_key_changed':
    case 'credential_issued':
    case 'execution_intent':
    case 'log_archived':
    case 'log_restarted':
    case 'log_sealed':
    case 'risk_reset':
    case 'state_rebuilt':
    case 'ticket_redeemed':
    case 'session_ended':
    case 'sign_ins_refused':
    case 'user_changed':
    case 'ticket_refused':
    case 'tokens_refused':
      return event_type;
  }
}

test('every event of a log with all types and alternatives matches its schema', async () => {
  const project = makeProject();
  await live(project);
  const lines = readFileSync(join(project.folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
  const torn = lines.filter((line) => !line.endsWith('}'));
  expect(torn).toHaveLength(1);
  const events = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as AuditEvent);
  for (const event of events) {
    expect(readAuditEvent(event), JSON.stringify(event)).toEqual({ document: event, diagnostics: [] });
    expect(auditEventSchema.safeParse(event).success).toBe(true);
  }
  // Only `agent-safe audit archive`, `agent-safe audit restart` and `agent-safe restore` record these types.
  const untried = ['log_archived', 'log_restarted', 'backup_restored'];
  const types = AUDIT_EVENT_TYPES.filter((type) => !untried.includes(type));
  expect([...new Set(events.map(({ event_type }) => event_type))].sort()).toEqual(types.sort());
  const seen = new Set(events.map(alternativeOf));
  expect(UNTRIED.filter((each) => seen.has(each))).toEqual([]);
  expect([...seen].sort()).toEqual([
    'api_key_changed',
    'approval_requested',
    'approval_resolved: approve',
    'approval_resolved: cancel',
    'approval_resolved: claim',
    'approval_resolved: deny',
    'approval_resolved: expire',
    'checkpoint',
    'credential_issued',
    'credential_revoked: false by hand',
    'credential_revoked: false of a run',
    'credential_revoked: true by hand',
    'credential_revoked: true of a run',
    'decision: allow',
    'decision: deny',
    'decision: require_approval',
    'delegation: allow',
    'delegation: deny',
    'execution_intent',
    'execution_outcome: ended',
    'execution_outcome: interrupted',
    'log_sealed',
    'revocation: lifted agent',
    'revocation: revoked agent',
    'revocation: revoked all',
    'revocation: revoked token',
    'risk_reset',
    'session_ended',
    'sign_in: ok',
    'sign_in: refused',
    'sign_ins_refused',
    'state_capture: after_state of a run',
    'state_capture: after_state reported',
    'state_capture: before_state and after_state reported',
    'state_capture: before_state of a run',
    'state_capture: before_state reported',
    'state_rebuilt',
    'ticket_redeemed',
    'ticket_refused',
    'tokens_refused',
    'user_changed',
  ]);
});
