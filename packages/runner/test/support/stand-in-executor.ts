import type {
  Execution,
  ExecutionContext,
  ExecutionResult,
  Executor,
  JsonObject,
  JsonValue,
  PrecheckResult,
} from '@agent-safe/core';

export type Answers = {
  readonly [Method in 'refuseScope' | 'precheck' | 'readState' | 'execute' | 'settle' | 'dryRun']?: Executor[Method];
};

/** An executor over a state in memory: what an action sets is what its parameters of the same name say. */
export class StandInExecutor implements Executor {
  readonly name = 'stand-in';
  readonly calls: string[] = [];
  readonly executions: Execution[] = [];
  state: Record<string, JsonValue>;
  readonly #answers: Answers;

  constructor(options: { readonly state?: JsonObject; readonly answers?: Answers } = {}) {
    this.state = { ...options.state };
    this.#answers = options.answers ?? {};
  }

  supports(): boolean {
    return true;
  }

  async refuseScope(...given: Parameters<Executor['refuseScope']>): Promise<string | undefined> {
    this.calls.push('refuseScope');
    return this.#answers.refuseScope?.(...given);
  }

  async precheck(...given: Parameters<Executor['precheck']>): Promise<PrecheckResult> {
    this.calls.push(`precheck ${given[0]}`);
    const [name, { action }] = given;
    if (this.#answers.precheck !== undefined) return this.#answers.precheck(...given);
    const isKnown = action.prechecks.some((check) => check.name === name);
    return isKnown
      ? { name, outcome: 'passed', reason: 'It is so.' }
      : { name, outcome: 'cannot_tell', reason: 'It is not known.' };
  }

  async readState(...given: Parameters<Executor['readState']>) {
    this.calls.push('readState');
    if (this.#answers.readState !== undefined) return this.#answers.readState(...given);
    const declared = given[0].action.state_fields.map(({ name }) => name);
    const missing = declared.filter((name) => !(name in this.state));
    return {
      state: Object.fromEntries(Object.entries(this.state).filter(([name]) => declared.includes(name))),
      missing: missing.map((field) => ({ field, reason: 'There is none.', absent: true })),
    };
  }

  async execute(execution: Execution, context: ExecutionContext): Promise<ExecutionResult> {
    this.calls.push('execute');
    this.executions.push(execution);
    if (this.#answers.execute !== undefined) return this.#answers.execute(execution, context);
    if (context.signal.aborted) return { outcome: 'timeout', reason: 'Nothing was done.', output: null };
    for (const [name, value] of Object.entries(execution.params)) if (name in this.state) this.state[name] = value;
    return { outcome: 'success', reason: 'Done.', output: null };
  }

  async settle(...given: Parameters<Executor['settle']>): Promise<string | undefined> {
    this.calls.push('settle');
    return this.#answers.settle?.(...given);
  }

  async dryRun(...given: Parameters<Executor['dryRun']>) {
    this.calls.push('dryRun');
    return (
      this.#answers.dryRun?.(...given) ?? {
        outcome: 'success' as const,
        reason: 'It would.',
        steps: ['It is done.'],
        difference: null,
      }
    );
  }
}
