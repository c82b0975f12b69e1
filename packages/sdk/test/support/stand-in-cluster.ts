import type {
  EffectResult,
  Execution,
  ExecutionResult,
  Executor,
  JsonObject,
  JsonValue,
  PrecheckResult,
  ScopeResult,
  StateResult,
  SupportResult,
} from '@agent-safe/core';

/** A stand-in for a cluster: replicas of deployments by name, in memory. */
export class StandInCluster implements Executor {
  readonly name = 'stand-in';
  readonly replicas = new Map<string, number>();
  readonly executions: Execution[] = [];
  readonly scopeFields = ['cluster'];

  supports(): SupportResult {
    return { ok: true };
  }

  async checkScope({ cluster }: { readonly cluster?: string }): Promise<ScopeResult> {
    if (cluster === 'dev') return { ok: true };
    const reason = `This is the cluster dev, and not ${cluster ?? 'none'}.`;
    return { ok: false, code: 'scope_mismatch', reason };
  }

  async precheck(): Promise<PrecheckResult> {
    return { ok: true, reason: 'It is so.' };
  }

  async readState({ action, params }: Execution): Promise<StateResult> {
    const current = this.replicas.get(nameOf(params));
    const known: Readonly<Record<string, JsonValue | undefined>> = { replicas: current, available_replicas: current };
    const fields = action.state_fields.map(({ name }) => [name, known[name]] as const);
    return {
      ok: true,
      state: Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as JsonObject,
      missing: fields.flatMap(([field, value]) => (value === undefined ? [{ field, reason: 'It has no value.' }] : [])),
    };
  }

  async execute(execution: Execution): Promise<ExecutionResult> {
    this.executions.push(execution);
    this.replicas.set(nameOf(execution.params), Number(execution.params.replicas));
    return { ok: true, reason: 'The deployment is scaled.', output: null };
  }

  async waitForEffect(): Promise<EffectResult> {
    return { ok: true };
  }

  async dryRun() {
    return { ok: true, reason: 'The deployment would be scaled.', steps: [], difference: null } as const;
  }
}

function nameOf({ deployment, namespace }: JsonObject): string {
  return [namespace, deployment]
    .map((name) => JSON.stringify(name))
    .join('/')
    .replaceAll('"', '');
}
