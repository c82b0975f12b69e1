import { AgentSafeError, type AuditDraft, type AuditReceipt, type AuditSink } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { MemoryEncryptedStateStore } from '../src/index.ts';
import { openBench, scale } from './support/bench.ts';
import { receiptsOf } from './support/receipts.ts';
import { StandInVault } from './support/stand-in-vault.ts';

const run = { executor: 'stand-in' } as const;
const leased = { ...scale, credentials: { type: 'other', fields: {}, ttl: 60 } };

/** Log that fails from one event on, and can be repaired. */
class FailingLog implements AuditSink {
  readonly drafts: AuditDraft[] = [];
  failing: (draft: AuditDraft) => boolean = () => true;

  async append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    if (drafts.some(this.failing)) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The disk is full.');
    this.drafts.push(...drafts);
    return receiptsOf(drafts);
  }
}

test('T20 while the log is down, nothing is done and no credentials are issued; then runs work again', async () => {
  const audit = new FailingLog();
  const vault = new StandInVault();
  const bench = openBench({ audit, vault, actions: [leased] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({
    ok: false,
    code: 'audit_unavailable',
    reason: expect.stringContaining('The disk is full.'),
  });
  expect(bench.executor.executions).toEqual([]);
  expect(vault.requests).toEqual([]);
  expect(await bench.runner.resolveCredentials(bench.issue(), { issue: true })).toMatchObject({
    code: 'audit_unavailable',
  });
  expect(vault.requests).toEqual([]);
  audit.failing = () => false;
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'success' });
});

test('T20 if the state before cannot be recorded, nothing is done, and the credentials are revoked', async () => {
  const audit = new FailingLog();
  audit.failing = ({ event_type }) => event_type === 'state_capture';
  const vault = new StandInVault();
  const bench = openBench({ audit, vault, actions: [leased] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'error', code: 'audit_unavailable' });
  expect(bench.executor.executions).toEqual([]);
  expect(vault.revoked).toHaveLength(1);
});

test('T20 an outcome that cannot be recorded is still reported, and the credentials are revoked', async () => {
  const audit = new FailingLog();
  audit.failing = ({ event_type }) => event_type === 'execution_outcome';
  const vault = new StandInVault();
  const bench = openBench({ audit, vault, actions: [leased] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({
    outcome: 'success',
    recorded: false,
    warnings: [expect.stringContaining('The disk is full.')],
  });
  expect(vault.revoked).toHaveLength(1);
});

test('T20 if values for a rollback cannot be stored, nothing is done', async () => {
  const states = new MemoryEncryptedStateStore();
  states.put = () => Promise.reject(new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The disk is gone.'));
  const sensitive = { ...scale, state_fields: scale.state_fields.map((field) => ({ ...field, sensitive: true })) };
  const bench = openBench({ states, actions: [sensitive] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'error', code: 'state_unavailable' });
  expect(bench.executor.executions).toEqual([]);
});

test('T20 a refusal that cannot be recorded is still a refusal', async () => {
  const bench = openBench({ audit: new FailingLog() });
  const result = await bench.runner.run(bench.issue({ scope: null }), run);
  expect(result).toMatchObject({ ok: false, code: 'scope_required' });
  expect(result.reason).toContain('could not be recorded');
});
