import type {
  DryRunResult,
  EffectResult,
  Execution,
  ExecutionContext,
  ExecutionResult,
  Executor,
  JsonObject,
  JsonValue,
  PrecheckResult,
  ScopeResult,
  StateResult,
  SupportResult,
} from '@agent-safe/core';

export type Answers = {
  readonly [Method in
    | 'checkScope'
    | 'precheck'
    | 'readState'
    | 'execute'
    | 'waitForEffect'
    | 'dryRun']?: Executor[Method];
};

/** An executor over a state in memory: what an action sets is what its parameters of the same name say. */
export class StandInExecutor implements Executor {
  readonly name = 'stand-in';
  readonly scopeFields = ['account', 'cluster', 'region'];
  /** The calls of the runner, without calls about its own configuration: they contact no target. */
  readonly calls: string[] = [];
  readonly executions: Execution[] = [];
  state: Record<string, JsonValue>;
  readonly #answers: Answers;

  constructor(options: { readonly state?: JsonObject; readonly answers?: Answers } = {}) {
    this.state = { ...options.state };
    this.#answers = options.answers ?? {};
  }

  supports(): SupportResult {
    return { ok: true };
  }

  async checkScope(...given: Parameters<Executor['checkScope']>): Promise<ScopeResult> {
    const [, probe] = given;
    if (probe === undefined) return { ok: true };
    this.calls.push('checkScope');
    return this.#answers.checkScope === undefined ? { ok: true } : this.#answers.checkScope(...given);
  }

  async precheck(...given: Parameters<Executor['precheck']>): Promise<PrecheckResult> {
    this.calls.push(`precheck ${given[0]}`);
    const [name, { action }] = given;
    if (this.#answers.precheck !== undefined) return this.#answers.precheck(...given);
    const isKnown = action.prechecks.some((check) => check.name === name);
    return isKnown ? { ok: true, reason: 'It is so.' } : { ok: false, code: 'cannot_tell', reason: 'It is not known.' };
  }

  async readState(...given: Parameters<Executor['readState']>): Promise<StateResult> {
    this.calls.push('readState');
    if (this.#answers.readState !== undefined) return this.#answers.readState(...given);
    const declared = given[0].action.state_fields.map(({ name }) => name);
    const missing = declared.filter((name) => !(name in this.state));
    return {
      ok: true,
      state: Object.fromEntries(Object.entries(this.state).filter(([name]) => declared.includes(name))),
      missing: missing.map((field) => ({ field, reason: 'There is none.', absent: true })),
    };
  }

  async execute(execution: Execution, context: ExecutionContext): Promise<ExecutionResult> {
    this.calls.push('execute');
    this.executions.push(execution);
    if (this.#answers.execute !== undefined) return this.#answers.execute(execution, context);
    if (context.signal.aborted) return { ok: false, code: 'timeout', reason: 'Nothing was done.', output: null };
    for (const [name, value] of Object.entries(execution.params)) if (name in this.state) this.state[name] = value;
    return { ok: true, reason: 'Done.', output: null };
  }

  async waitForEffect(...given: Parameters<Executor['waitForEffect']>): Promise<EffectResult> {
    this.calls.push('waitForEffect');
    return this.#answers.waitForEffect === undefined ? { ok: true } : this.#answers.waitForEffect(...given);
  }

  async dryRun(...given: Parameters<Executor['dryRun']>): Promise<DryRunResult> {
    this.calls.push('dryRun');
    if (this.#answers.dryRun !== undefined) return this.#answers.dryRun(...given);
    return { ok: true, reason: 'It would.', steps: ['It is done.'], difference: null };
  }
}
