import { AgentSafeError, type AuditDraft, type AuditReceipt, type AuditSink } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { MemoryEncryptedStateStore } from '../src/index.ts';
import { openBench, scale } from './support/bench.ts';
import { receiptsOf } from './support/receipts.ts';
import { StandInVault } from './support/stand-in-vault.ts';

const run = { executor: 'stand-in' } as const;
const leased = { ...scale, credentials: { type: 'other', fields: {}, ttl: 60 } };

/** A log that fails from one event on, and can be mended. */
class FailingLog implements AuditSink {
  readonly drafts: AuditDraft[] = [];
  failing: (draft: AuditDraft) => boolean = () => true;

  async append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    if (drafts.some(this.failing)) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The disk is full.');
    this.drafts.push(...drafts);
    return receiptsOf(drafts);
  }
}

test('T20 while nothing can be recorded nothing is done, and no credentials are issued; then it goes on by itself', async () => {
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

test('T20 where the state before cannot be recorded, nothing is done, and the credentials are revoked', async () => {
  const audit = new FailingLog();
  audit.failing = ({ event_type }) => event_type === 'state_capture';
  const vault = new StandInVault();
  const bench = openBench({ audit, vault, actions: [leased] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'error', code: 'audit_unavailable' });
  expect(bench.executor.executions).toEqual([]);
  expect(vault.revoked).toHaveLength(1);
});

test('T20 an outcome that cannot be recorded is told as it is, and credentials are revoked all the same', async () => {
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

test('T20 where what a rollback needs cannot be kept, nothing is done', async () => {
  const states = new MemoryEncryptedStateStore();
  states.put = () => Promise.reject(new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The disk is gone.'));
  const sensitive = { ...scale, state_fields: scale.state_fields.map((field) => ({ ...field, sensitive: true })) };
  const bench = openBench({ states, actions: [sensitive] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'error', code: 'state_unavailable' });
  expect(bench.executor.executions).toEqual([]);
});

test('T20 a refusal that cannot be recorded is a refusal', async () => {
  const bench = openBench({ audit: new FailingLog() });
  const result = await bench.runner.run(bench.issue({ scope: null }), run);
  expect(result).toMatchObject({ ok: false, code: 'scope_required' });
  expect(result.reason).toContain('could not be recorded');
});
