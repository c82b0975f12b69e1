import type {
  Action,
  CredentialRules,
  DryRunResult,
  EffectResult,
  Execution,
  ExecutionContext,
  ExecutionResult,
  Executor,
  JsonValue,
  MissingField,
  PrecheckResult,
  ScopeProbe,
  ScopeResult,
  StateResult,
  SupportResult,
  TargetScope,
} from '@agent-safe/core';
import {
  type ActionContext,
  type ActionDefinition,
  cannotTell,
  type Field,
  failed,
  type PrecheckDefinition,
} from './action-definition.ts';
import { ParameterRefused } from './read-params.ts';

/** System in which actions are executed, such as a cluster. */
export interface System<Reach extends object> {
  readonly actions: Readonly<Record<string, ActionDefinition<Reach>>>;
  readonly prechecks: Readonly<Record<string, PrecheckDefinition<Reach>>>;
  /** See {@link Executor.checkScope}. */
  checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult>;
  /** Opens the access that an execution needs. @throws if the system cannot be reached */
  open(execution: Execution, context: ExecutionContext): Promise<Reach>;
  /** Whether a request through `reach` may have had an effect. */
  mayHaveChanged(reach: Reach): boolean;
  /** Whether an error proves that the request had no effect. */
  isRefusal(error: unknown): boolean;
  /** Whether an error says that the object does not exist. */
  isNotFound(error: unknown): boolean;
  /** Reason of a dry run that the system accepted. */
  readonly accepted: string;
  /** Describes the identity of a dry run, because the system may answer another identity differently. */
  describeAsker(execution: Execution): string;
}

export interface ActionExecutorOptions<Reach extends object> {
  readonly name: string;
  readonly scopeFields: readonly string[];
  readonly credentialRules?: Readonly<Record<string, CredentialRules>>;
  readonly system: System<Reach>;
}

const NOTHING_DONE = 'Nothing was done.';

/** Executor over a table of actions. It holds the logic that all systems share. */
export class ActionExecutor<Reach extends object> implements Executor {
  readonly name: string;
  readonly scopeFields: readonly string[];
  readonly credentialRules: Readonly<Record<string, CredentialRules>>;
  readonly #system: System<Reach>;
  /** Values that `execute` passes to `waitForEffect`, by the id of the decision. */
  readonly #carried = new Map<string, Map<string, string>>();

  constructor({ credentialRules = {}, name, scopeFields, system }: ActionExecutorOptions<Reach>) {
    this.name = name;
    this.scopeFields = scopeFields;
    this.credentialRules = credentialRules;
    this.#system = system;
  }

  supports({ name, parameters }: Action): SupportResult {
    const known = own(this.#system.actions, name);
    if (known === undefined)
      return { ok: false, code: 'action_unsupported', reason: 'It does not implement the action.' };
    const { onCommandLine = [] } = known;
    const ignored = parameters.find((each) => !known.parameters.includes(each.name));
    if (ignored !== undefined) return refuseParameter(`It would ignore the parameter "${ignored.name}".`);
    const shown = parameters.find((each) => each.sensitive && onCommandLine.includes(each.name));
    if (shown === undefined) return { ok: true };
    return refuseParameter(`Other users of the machine would see the sensitive parameter "${shown.name}".`);
  }

  checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult> {
    return this.#system.checkScope(scope, probe);
  }

  async precheck(name: string, execution: Execution, context: ExecutionContext): Promise<PrecheckResult> {
    const check = own(this.#system.prechecks, name);
    if (check === undefined) return cannotTell('This executor does not implement the check.');
    try {
      return await check(await this.#begin(execution, context));
    } catch (error) {
      const isFailure = error instanceof ParameterRefused || this.#system.isNotFound(error);
      return isFailure ? failed(describe(error)) : cannotTell(describe(error));
    }
  }

  async readState(execution: Execution, context: ExecutionContext): Promise<StateResult> {
    const { readState } = this.#find(execution);
    let fields: Readonly<Record<string, Field>>;
    try {
      fields = readState === undefined ? {} : await readState(await this.#begin(execution, context));
    } catch (error) {
      return { ok: false, code: 'state_unavailable', reason: describe(error) };
    }
    const state: Record<string, JsonValue> = {};
    const missing: MissingField[] = [];
    for (const { name } of execution.action.state_fields) {
      const found = own(fields, name) ?? { missing: 'This executor does not read the field.' };
      if ('value' in found) state[name] = found.value;
      else missing.push({ field: name, reason: found.missing, ...(found.absent && { absent: true }) });
    }
    return { ok: true, state, missing };
  }

  async execute(execution: Execution, context: ExecutionContext): Promise<ExecutionResult> {
    let opened: ActionContext<Reach> | undefined;
    const mayHaveChanged = () => opened !== undefined && this.#system.mayHaveChanged(opened);
    try {
      opened = await this.#begin(execution, context);
      this.#carried.set(execution.audit_id, opened.carry);
      const result = await this.#find(execution).execute(opened);
      const nothingDone = !mayHaveChanged();
      if (result.ok) return { ...result, nothingDone };
      this.#carried.delete(execution.audit_id);
      const isRefused = result.code === 'failure' && nothingDone;
      return { ...result, reason: isRefused ? `${NOTHING_DONE} ${result.reason}` : result.reason, nothingDone };
    } catch (error) {
      this.#carried.delete(execution.audit_id);
      const nothingDone = !mayHaveChanged();
      const reason = nothingDone ? `${NOTHING_DONE} ${describe(error)}` : describe(error);
      if (this.#isRefusal(error)) return { ok: false, code: 'failure', reason, output: null, nothingDone };
      // The system may have changed, and the progress is unknown.
      if (!nothingDone) throw error;
      return { ok: false, code: context.signal.aborted ? 'timeout' : 'error', reason, output: null, nothingDone };
    }
  }

  async waitForEffect(execution: Execution, context: ExecutionContext): Promise<EffectResult> {
    const carried = this.#carried.get(execution.audit_id);
    this.#carried.delete(execution.audit_id);
    const { waitForEffect } = this.#find(execution);
    if (waitForEffect === undefined) return { ok: true };
    const observation = await waitForEffect(await this.#begin(execution, context, carried));
    return observation.ok ? observation : { ok: false, code: 'effect_missing', reason: observation.reason };
  }

  async dryRun(execution: Execution, context: ExecutionContext): Promise<DryRunResult> {
    try {
      const preview = await this.#find(execution).dryRun(await this.#begin(execution, context));
      const { difference = null, refused, steps, unasked } = preview;
      if (refused !== undefined) return { ok: false, code: 'failure', reason: refused, steps, difference };
      const asker = this.#system.describeAsker(execution);
      return { ok: true, reason: `${unasked ?? this.#system.accepted} ${asker}`, steps, difference };
    } catch (error) {
      const code = this.#isRefusal(error) ? 'failure' : 'error';
      return { ok: false, code, reason: describe(error), steps: [], difference: null };
    }
  }

  #isRefusal(error: unknown): boolean {
    return error instanceof ParameterRefused || this.#system.isRefusal(error);
  }

  #find({ action }: Execution): ActionDefinition<Reach> {
    const known = own(this.#system.actions, action.name);
    if (known === undefined) throw new Error(`The executor "${this.name}" does not support "${action.name}".`);
    return known;
  }

  async #begin(
    execution: Execution,
    context: ExecutionContext,
    carry = new Map<string, string>(),
  ): Promise<ActionContext<Reach>> {
    const reach = await this.#system.open(execution, context);
    const warn = context.warn ?? (() => undefined);
    return { ...context, ...reach, params: execution.params, carry, warn };
  }
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function refuseParameter(reason: string): SupportResult {
  return { ok: false, code: 'parameter_unsupported', reason };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
