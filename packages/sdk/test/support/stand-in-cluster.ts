import type { Execution, ExecutionResult, Executor, JsonObject, JsonValue, StateReading } from '@agent-safe/core';

/** A stand-in for a cluster: replicas of deployments by name, in memory. */
export class StandInCluster implements Executor {
  readonly name = 'stand-in';
  readonly replicas = new Map<string, number>();
  readonly executions: Execution[] = [];

  supports(): boolean {
    return true;
  }

  async refuseScope({ cluster }: { readonly cluster?: string }): Promise<string | undefined> {
    return cluster === 'dev' ? undefined : `This is the cluster dev, and not ${cluster ?? 'none'}.`;
  }

  async precheck(name: string) {
    return { name, outcome: 'passed', reason: 'It is so.' } as const;
  }

  async readState({ action, params }: Execution): Promise<StateReading> {
    const current = this.replicas.get(nameOf(params));
    const known: Readonly<Record<string, JsonValue | undefined>> = { replicas: current, available_replicas: current };
    const fields = action.state_fields.map(({ name }) => [name, known[name]] as const);
    return {
      state: Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as JsonObject,
      missing: fields.flatMap(([field, value]) => (value === undefined ? [{ field, reason: 'There is none.' }] : [])),
    };
  }

  async execute(execution: Execution): Promise<ExecutionResult> {
    this.executions.push(execution);
    this.replicas.set(nameOf(execution.params), Number(execution.params.replicas));
    return { outcome: 'success', reason: 'It is scaled.', output: null };
  }

  async settle(): Promise<undefined> {
    return undefined;
  }

  async dryRun() {
    return { outcome: 'success', reason: 'It would be scaled.', steps: [], difference: null } as const;
  }
}

function nameOf({ deployment, namespace }: JsonObject): string {
  return [namespace, deployment]
    .map((name) => JSON.stringify(name))
    .join('/')
    .replaceAll('"', '');
}
