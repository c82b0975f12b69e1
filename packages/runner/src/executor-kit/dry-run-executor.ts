import {
  type DryRunResult,
  type EffectResult,
  type Execution,
  type ExecutionResult,
  type Executor,
  maskParams,
  type PrecheckResult,
  type ScopeResult,
  type StateResult,
  type SupportResult,
} from '@agent-safe/core';

const NOT_CONTACTED = 'The target was not contacted.';

/** Supports every action and executes none. It describes the action, with the outcome `skipped`. */
export class DryRunExecutor implements Executor {
  readonly name = 'dry-run';
  readonly hasNoEffect = true;
  /** Empty, because this executor contacts no target. */
  readonly scopeFields: readonly string[] = [];

  supports(): SupportResult {
    return { ok: true };
  }

  async checkScope(): Promise<ScopeResult> {
    return { ok: true };
  }

  async precheck(): Promise<PrecheckResult> {
    return { ok: false, code: 'cannot_tell', reason: NOT_CONTACTED };
  }

  async readState({ action }: Execution): Promise<StateResult> {
    const missing = action.state_fields.map(({ name }) => ({ field: name, reason: NOT_CONTACTED }));
    return { ok: true, state: {}, missing };
  }

  async execute(execution: Execution): Promise<ExecutionResult> {
    const reason = `Nothing was done. A real executor would run: ${describe(execution)}`;
    return { ok: false, code: 'skipped', reason, output: null };
  }

  async waitForEffect(): Promise<EffectResult> {
    return { ok: true };
  }

  async dryRun(execution: Execution): Promise<DryRunResult> {
    return { ok: true, reason: NOT_CONTACTED, steps: [describe(execution)], difference: null };
  }
}

function describe({ action, params, target }: Execution): string {
  const shown = Object.entries(maskParams(action, params, undefined)).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const where = Object.values(target?.scope ?? {}).join(', ');
  const on = target === null ? '' : ` on ${target.id}${where === '' ? '' : ` in ${where}`}`;
  return `${action.name}${on}${shown.length === 0 ? '' : ` with ${shown.join(', ')}`}`;
}
