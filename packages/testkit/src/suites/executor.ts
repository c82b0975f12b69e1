import type { Execution, ExecutionContext, Executor, StateResult, TargetScope } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';

/** Executor with an execution that it supports. */
export interface OpenedExecutor {
  readonly executor: Executor;
  /** Execution whose effect changes its declared state. Its target has a scope. */
  readonly execution: Execution;
  /** Scope with the same fields that the executor does not reach; undefined if it reaches every scope. */
  readonly elsewhere: TargetScope | undefined;
}

/** Time limit of each step, in milliseconds. */
const STEP = 30_000;

/** Registers tests with vitest for the contract of `Executor`. Each test opens an executor and a system in its initial state.
 *
 * @example
 * declare const execution: Execution;
 * testExecutor('dry run', () => ({ executor: new DryRunExecutor(), execution, elsewhere: undefined }));
 */
export function testExecutor(name: string, open: () => OpenedExecutor | Promise<OpenedExecutor>): void {
  describe(`executor, ${name}`, { timeout: 4 * STEP }, () => {
    test('it has a name, and supports the action', async () => {
      const { execution, executor } = await open();
      expect(executor.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(executor.supports(execution.action)).toEqual({ ok: true });
    });

    test('T24 it reaches the scope of the execution, and no other scope', async () => {
      const { elsewhere, execution, executor } = await open();
      const scope = execution.target?.scope ?? {};
      const probe = { execution, context: contextOf() };
      expect(await executor.checkScope(scope)).toEqual({ ok: true });
      expect(await executor.checkScope(scope, probe)).toEqual({ ok: true });
      if (executor.hasNoEffect !== true)
        expect(executor.scopeFields).toEqual(expect.arrayContaining(Object.keys(scope)));
      if (elsewhere === undefined) return;
      expect(await executor.checkScope(elsewhere, probe)).toEqual(REFUSED);
    });

    test('an unknown check cannot tell', async () => {
      const { execution, executor } = await open();
      for (const check of ['no-such-check', 'constructor', '__proto__', '']) {
        const result = await executor.precheck(check, execution, contextOf());
        expect(result).toEqual({ ...REFUSED, code: 'cannot_tell' });
      }
    });

    test('its checks give a reason, and change nothing', async () => {
      const { execution, executor } = await open();
      const before = await readAll(executor, execution);
      for (const { name: check } of execution.action.prechecks) {
        const result = await executor.precheck(check, execution, contextOf());
        expect(['passed', 'failed', 'cannot_tell']).toContain(result.ok ? 'passed' : result.code);
        expect(result.reason).toMatch(/\S/);
      }
      expect(await readAll(executor, execution)).toEqual(before);
    });

    test('T29 every declared field is read or listed as missing, and no other field', async () => {
      const { execution, executor } = await open();
      const reading = await readAll(executor, execution);
      if (!reading.ok) throw new Error(reading.reason);
      const { missing, state } = reading;
      const found = [...Object.keys(state), ...missing.map(({ field }) => field)];
      expect(found.toSorted()).toEqual(execution.action.state_fields.map((field) => field.name).toSorted());
      for (const { reason } of missing) expect(reason).toMatch(/\S/);
    });

    test('a dry run reports its steps, and changes nothing', async () => {
      const { execution, executor } = await open();
      const before = await readAll(executor, execution);
      const result = await executor.dryRun(execution, contextOf());
      expect(result).toMatchObject({ ok: true, reason: expect.stringMatching(/\S/) });
      expect(result.steps.length).toBeGreaterThan(0);
      expect(await readAll(executor, execution)).toEqual(before);
      expectNoSecret(execution, result);
    });

    test('the state shows the change after waitForEffect, or no change if the executor has no effect', async () => {
      const { execution, executor } = await open();
      const before = await readAll(executor, execution);
      const result = await executor.execute(execution, contextOf());
      expect(result).toMatchObject(executor.hasNoEffect === true ? { ok: false, code: 'skipped' } : { ok: true });
      expectNoSecret(execution, result);
      if (executor.hasNoEffect === true) return expect(await readAll(executor, execution)).toEqual(before);
      expect(await executor.waitForEffect(execution, contextOf())).toEqual({ ok: true });
      return expect(await readAll(executor, execution)).not.toEqual(before);
    });

    test('T29 an execution that was stopped before it began is not executed', async () => {
      const { execution, executor } = await open();
      const before = await readAll(executor, execution);
      const stopped = { ...contextOf(), signal: AbortSignal.abort() };
      const isDone = await executor.execute(execution, stopped).then(
        (result) => result.ok,
        () => false,
      );
      expect(isDone).toBe(false);
      expect(await readAll(executor, execution)).toEqual(before);
    });
  });
}

/** Every refusal has a code for programs and a readable reason. */
const REFUSED = { ok: false, code: expect.stringMatching(/^[a-z_]+$/), reason: expect.stringMatching(/\S/) };

function contextOf(): ExecutionContext {
  const deadline = Date.now() + STEP;
  return { signal: AbortSignal.timeout(STEP), deadline, clock: Date.now, progress: () => undefined };
}

function readAll(executor: Executor, execution: Execution): Promise<StateResult> {
  return executor.readState(execution, contextOf());
}

/** Checks that a result has no credentials: reasons and steps are recorded, and the output goes to the caller. */
function expectNoSecret({ credentials }: Execution, result: object): void {
  const text = JSON.stringify(result);
  for (const secret of Object.values(credentials?.values ?? {})) expect(text).not.toContain(secret);
}
