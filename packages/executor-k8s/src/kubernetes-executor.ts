import type {
  Action,
  DryRunResult,
  Execution,
  ExecutionContext,
  ExecutionResult,
  Executor,
  JsonValue,
  MissingField,
  PrecheckResult,
  StateReading,
  TargetScope,
} from '@agent-safe/core';
import { ACTIONS } from './actions/index.ts';
import type { Field, KubernetesAction, Work } from './api/action-context.ts';
import { ApiError } from './api/api-error.ts';
import { ParameterRefused } from './api/read-params.ts';
import { Connections } from './kubectl/connections.ts';
import { formatCommand } from './kubectl/format-command.ts';
import { KubeconfigInvalid } from './kubectl/kubeconfig.ts';
import type { SubprocessExecutorOptions } from './kubectl/options.ts';
import { CHECKS } from './prechecks/index.ts';

/**
 * Carries out the Kubernetes actions of the catalogue by kubectl: a program that is started without a shell, with a kubeconfig of its
 * own that holds the cluster and the credentials of one execution alone.
 *
 * @example
 * new SubprocessExecutor({ clusters: { dev: { uid: '1f0c3a52-…', kubeconfig: '/etc/agent-safe/dev.kubeconfig' } } });
 */
export class SubprocessExecutor implements Executor {
  readonly name = 'subprocess';
  readonly #connections: Connections;
  /** What `execute` tells `settle`, by the id of the decision. */
  readonly #notes = new Map<string, Map<string, string>>();

  constructor(options: SubprocessExecutorOptions) {
    this.#connections = new Connections(options);
  }

  /** Those that it knows, with no parameter that would be ignored, or shown to others though it is sensitive. */
  supports({ name, parameters }: Action): boolean {
    const known = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (known === undefined) return false;
    const { onCommandLine = [] } = known;
    return parameters.every(
      (each) => known.parameters.includes(each.name) && !(each.sensitive && onCommandLine.includes(each.name)),
    );
  }

  serves(scope: TargetScope): string | undefined {
    return this.#connections.refuseUnknown(scope);
  }

  refuseScope(scope: TargetScope, execution: Execution, context: ExecutionContext): Promise<string | undefined> {
    return this.#connections.refuse(scope, execution, context);
  }

  async precheck(name: string, execution: Execution, context: ExecutionContext): Promise<PrecheckResult> {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (check === undefined) return { name, outcome: 'cannot_tell', reason: 'Nobody knows this check here.' };
    try {
      return { name, ...(await check(await this.#begin(execution, context))) };
    } catch (error) {
      if (error instanceof ApiError && error.isNotFound) return { name, outcome: 'failed', reason: error.message };
      if (error instanceof ParameterRefused) return { name, outcome: 'failed', reason: error.message };
      return { name, outcome: 'cannot_tell', reason: describe(error) };
    }
  }

  async readState(execution: Execution, context: ExecutionContext): Promise<StateReading> {
    const names = execution.action.state_fields.map(({ name }) => name);
    const fields = await this.#readFields(execution, context);
    const state: Record<string, JsonValue> = {};
    const missing: MissingField[] = [];
    for (const name of names) {
      const found: Field =
        typeof fields === 'string'
          ? { missing: fields }
          : ((Object.hasOwn(fields, name) ? fields[name] : undefined) ?? { missing: 'Nobody knows this field here.' });
      if ('value' in found) state[name] = found.value;
      else missing.push({ field: name, reason: found.missing, ...(found.absent && { absent: true }) });
    }
    return { state, missing };
  }

  async execute(execution: Execution, context: ExecutionContext): Promise<ExecutionResult> {
    let cluster: Work['cluster'] | undefined;
    try {
      const work = await this.#begin(execution, context);
      cluster = work.cluster;
      this.#notes.set(execution.audit_id, work.notes);
      const result = await findAction(execution).execute(work);
      if (result.outcome !== 'success') this.#notes.delete(execution.audit_id);
      const nothingDone = !cluster.mayHaveChanged;
      const isRefused = result.outcome === 'failure' && nothingDone;
      return { ...result, reason: isRefused ? `${NOTHING_DONE} ${result.reason}` : result.reason, nothingDone };
    } catch (error) {
      this.#notes.delete(execution.audit_id);
      const nothingDone = cluster?.mayHaveChanged !== true;
      const reason = nothingDone ? `${NOTHING_DONE} ${describe(error)}` : describe(error);
      if (isRefusal(error)) return { outcome: 'failure', reason, output: null, nothingDone };
      // Nobody can tell what became of what was begun.
      if (!nothingDone) throw error;
      return { outcome: context.signal.aborted ? 'timeout' : 'error', reason, output: null, nothingDone };
    }
  }

  async settle(execution: Execution, context: ExecutionContext): Promise<string | undefined> {
    const notes = this.#notes.get(execution.audit_id);
    this.#notes.delete(execution.audit_id);
    const { settle } = findAction(execution);
    return settle?.(await this.#begin(execution, context, notes));
  }

  async dryRun(execution: Execution, context: ExecutionContext): Promise<DryRunResult> {
    try {
      const { commands, difference, refused, unasked } = await findAction(execution).rehearse(
        await this.#begin(execution, context),
      );
      const steps = commands.map((command) => formatCommand(command));
      if (refused !== undefined) return { outcome: 'failure', reason: refused, steps, difference: difference ?? null };
      return {
        outcome: 'success',
        reason: `${unasked ?? 'The cluster would accept it.'} ${describeAsker(execution)}`,
        steps,
        difference: difference ?? null,
      };
    } catch (error) {
      return { outcome: isRefusal(error) ? 'failure' : 'error', reason: describe(error), steps: [], difference: null };
    }
  }

  async #readFields(
    execution: Execution,
    context: ExecutionContext,
  ): Promise<Readonly<Record<string, Field>> | string> {
    const { readState } = findAction(execution);
    if (readState === undefined) return {};
    try {
      return await readState(await this.#begin(execution, context));
    } catch (error) {
      return describe(error);
    }
  }

  async #begin(execution: Execution, context: ExecutionContext, notes = new Map<string, string>()): Promise<Work> {
    const cluster = await this.#connections.open(execution, context);
    return { params: execution.params, cluster, context, notes };
  }
}

const NOTHING_DONE = 'Nothing was done.';

function findAction({ action }: Execution): KubernetesAction {
  const known = Object.hasOwn(ACTIONS, action.name) ? ACTIONS[action.name] : undefined;
  if (known === undefined) throw new KubeconfigInvalid(`kubectl does not do "${action.name}".`);
  return known;
}

/** Somebody else may be told something else. */
function describeAsker({ credentials }: Execution): string {
  return credentials === null
    ? 'It was asked by the user of the kubeconfig.'
    : 'It was asked with the credentials of this execution.';
}

/** Whether it is known that it was not done, because somebody said no. */
function isRefusal(error: unknown): boolean {
  return error instanceof ParameterRefused || (error instanceof ApiError && error.isRefusal);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
