import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsPath, inventoryPath, policiesPath } from '@agent-safe/catalog';
import { generateKeys, keySet, loadKeys } from '@agent-safe/registry';
import { AgentSafe, type DelegationResult } from '@agent-safe/sdk';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { TicketVerifier } from '@agent-safe/tickets';
import { readKeySet } from '@agent-safe/tokens';

/**
 * The deciding process holds the keys. An orchestrator delegates a part of its permissions to a worker, and the worker
 * sends requests. An executor with public keys and a store of used tickets executes each ticket once.
 */
const folder = mkdtempSync(join(tmpdir(), 'agent-safe-delegated-work-'));
const keys = join(folder, 'keys.json');
const state = join(folder, 'state.db');
writeFileSync(keys, generateKeys(), { mode: 0o600 });

const safe = await AgentSafe.open({
  registry: actionsPath,
  policies: policiesPath,
  inventory: inventoryPath,
  auditLog: join(folder, 'audit.jsonl'),
  keys,
  state,
  strict: true,
});

// The executor has the public keys that "agent-safe keys jwks" prints, and the state of its machine. It needs no
// policies.
const shared = openStateDatabase(state);
const executor = new TicketVerifier({
  keys: readKeySet(keySet(loadKeys(keys).tokens, Date.now())),
  nonces: shared.nonces,
  revocations: shared.revocations,
});

try {
  const orchestrator = await safe.tokens.issue({ agent_id: 'orchestrator-01', roles: ['deployer', 'reader'] });
  const worker = requireToken(
    await safe.tokens.delegate({
      parent_token: orchestrator,
      child_agent_id: 'worker-01',
      child_roles: ['deployer'],
      actions: ['restart-*', 'scale-*'],
      targets: ['staging/*'],
      ttl_seconds: 900,
    }),
  );
  const restart = {
    action: 'restart-deployment',
    target: 'staging/api-server',
    caller: worker,
    params: { namespace: 'staging', deployment: 'api' },
  };

  const allowed = await safe.check(restart);
  report('The worker restarts a deployment on staging', allowed.result, 'allow');
  const ticket = allowed.ticket?.token ?? '';

  const elsewhere = await safe.check({
    ...restart,
    target: 'dev/test-app',
    params: { namespace: 'dev', deployment: 'app' },
  });
  report('The worker tries dev, which its delegation does not cover', elsewhere.code, 'delegation_scope');

  const greedy = await safe.tokens.delegate({
    parent_token: worker,
    child_agent_id: 'helper',
    child_roles: ['reader'],
  });
  report('The worker delegates a role that it does not have', greedy.ok ? 'delegated' : greedy.code, 'role_not_held');

  const other = await executor.redeem(ticket, { action: 'delete-namespace' });
  report('The executor redeems the ticket for another action', other.ok ? 'done' : other.code, 'ticket_mismatch');

  const expected = { action: 'restart-deployment', target: 'staging/api-server', params: restart.params };
  const done = await executor.redeem(ticket, expected);
  report('The executor redeems the ticket for its request', done.ok ? 'done' : done.code, 'done');

  const again = await executor.redeem(ticket, expected);
  report('The executor redeems the same ticket again', again.ok ? 'done' : again.code, 'ticket_replayed');

  await safe.revocations.add({ agent: 'orchestrator-01' });
  const stopped = await safe.check(restart);
  report('The orchestrator is revoked, and the worker repeats its request', stopped.code, 'caller_revoked');
} finally {
  shared.close();
  await safe.close();
  rmSync(folder, { recursive: true, force: true });
}

function requireToken(result: DelegationResult): string {
  if (!result.ok) throw new Error(result.reason);
  return result.token;
}

function report(what: string, actual: string, expected: string): void {
  console.log(`${what}: ${actual}`);
  deepStrictEqual(actual, expected);
}
