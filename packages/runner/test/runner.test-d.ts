import type { Action, AuditSink, ExecutionOutcome } from '@agent-safe/core';
import { expectTypeOf } from 'vitest';
import {
  DryRunExecutor,
  type DryRunReport,
  type RollbackRefusalCode,
  type RunEndingCode,
  Runner,
  type RunnerOptions,
  type RunRefusal,
  type RunRefusalCode,
} from '../src/index.ts';

declare const actions: readonly Action[];
declare const audit: AuditSink;
declare const tickets: RunnerOptions['tickets'];
declare const token: string;

const runner = new Runner({ tickets, actions, executors: [new DryRunExecutor()], audit });
// @ts-expect-error The option "audit" is required.
new Runner({ tickets, actions, executors: [] });
// @ts-expect-error An executor has every method of the contract.
new Runner({ tickets, actions, audit, executors: [{ name: 'half', supports: () => ({ ok: true }) }] });

const result = await runner.run(token, { executor: 'dry-run', params: { value: 's3cret' }, timeout: 60 });
// @ts-expect-error A refusal has no outcome.
void result.outcome;
if (result.ok) {
  expectTypeOf(result.outcome).toEqualTypeOf<ExecutionOutcome>();
  expectTypeOf(result.code).toEqualTypeOf<RunEndingCode | null>();
} else {
  expectTypeOf(result).toEqualTypeOf<RunRefusal>();
  expectTypeOf(result.code).toEqualTypeOf<RunRefusalCode>();
  expectTypeOf(result.ticket_used).toEqualTypeOf<boolean>();
}
// @ts-expect-error The option "executor" is required.
await runner.run(token, {});
// @ts-expect-error The option "executor" is required.
await runner.run(token);
// @ts-expect-error A misspelled option is an error.
await runner.run(token, { executor: 'dry-run', timeoutSeconds: 60 });

expectTypeOf(await runner.dryRun(token, { executor: 'dry-run' })).toEqualTypeOf<DryRunReport | RunRefusal>();
const plan = await runner.planRollback('evt-1');
if (!plan.ok) expectTypeOf(plan.code).toEqualTypeOf<RollbackRefusalCode>();
