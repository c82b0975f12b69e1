import {
  type Action,
  type DryRunResult,
  type Execution,
  type ExecutionResult,
  type Executor,
  maskParams,
  type PrecheckResult,
  type StateReading,
} from '@agent-safe/core';

const ASKS_NOBODY = 'The dry run asks no system.';

/** Does nothing, with any action, and says what it would have done. What it ran is `skipped`. */
export class DryRunExecutor implements Executor {
  readonly name = 'dry-run';
  readonly isHarmless = true;

  supports(_action: Action): boolean {
    return true;
  }

  async refuseScope(): Promise<undefined> {
    return undefined;
  }

  async precheck(name: string): Promise<PrecheckResult> {
    return { name, outcome: 'cannot_tell', reason: ASKS_NOBODY };
  }

  async readState({ action }: Execution): Promise<StateReading> {
    return { state: {}, missing: action.state_fields.map(({ name }) => ({ field: name, reason: ASKS_NOBODY })) };
  }

  async execute(execution: Execution): Promise<ExecutionResult> {
    return { outcome: 'skipped', reason: `Nothing was done. It would: ${describe(execution)}`, output: null };
  }

  async settle(): Promise<undefined> {
    return undefined;
  }

  async dryRun(execution: Execution): Promise<DryRunResult> {
    return { outcome: 'success', reason: ASKS_NOBODY, steps: [describe(execution)], difference: null };
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
