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

/** Executor over a state in memory. An action sets the fields that have the names of its parameters. */
export class StandInExecutor implements Executor {
  readonly name = 'stand-in';
  readonly scopeFields = ['account', 'cluster', 'region'];
  /** Calls of the runner, without those about the configuration, which contact no target. */
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
    return isKnown
      ? { ok: true, reason: 'As scripted.' }
      : { ok: false, code: 'cannot_tell', reason: 'The check is unknown.' };
  }

  async readState(...given: Parameters<Executor['readState']>): Promise<StateResult> {
    this.calls.push('readState');
    if (this.#answers.readState !== undefined) return this.#answers.readState(...given);
    const declared = given[0].action.state_fields.map(({ name }) => name);
    const missing = declared.filter((name) => !(name in this.state));
    return {
      ok: true,
      state: Object.fromEntries(Object.entries(this.state).filter(([name]) => declared.includes(name))),
      missing: missing.map((field) => ({ field, reason: 'It has no value.', absent: true })),
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
    return { ok: true, reason: 'The change would be accepted.', steps: ['set the fields'], difference: null };
  }
}
