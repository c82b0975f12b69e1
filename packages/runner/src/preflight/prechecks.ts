import type { Execution, ExecutionContext, Executor, PrecheckResult } from '@agent-safe/core';
import type { Secrets } from '../run/redactor.ts';
import type { TimeLimit } from '../run/time-limit.ts';
import { type AllowedCommand, refuseCommand } from './command-allowlist.ts';

/**
 * The checks of the catalogue that block: each guards against harm that the system itself would let through. All others are
 * advice. That a pod exists, that a revision is there, the system itself insists on; which pods use a ConfigMap is for people
 * to know; whether an image can be pulled is seen when it is, and the old one runs on until then.
 */
export const BLOCKING_CHECKS: readonly string[] = [
  // Commands have no other limit than this.
  'command-allowlist',
  // What was there before would be gone with its rollback.
  'namespace-not-exists',
  // It would take the cluster with it.
  'not-system-namespace',
  // Nothing would replace the pod.
  'has-controller',
  // Services would go down together.
  'pdb-check',
  'minimum-replicas',
  // The autoscaler takes it back, and nobody is told.
  'hpa-check',
  // Nothing brings the instance back.
  'termination-protection',
  // What is replaced by something wrong is gone.
  'policy-valid',
  'min-max-valid',
];

export const COMMAND_ALLOWLIST = 'command-allowlist';

/** A check as it turned out, and whether it had to pass. */
export interface CheckedPrecheck extends PrecheckResult {
  readonly blocking: boolean;
}

export interface PrecheckSettings {
  readonly commandAllowlist: readonly AllowedCommand[];
  readonly blockingChecks: readonly string[];
}

/** Does every check that the action declares, one after the other. One that fails does not keep the others from being told. */
export async function runPrechecks(
  executor: Executor,
  execution: Execution,
  context: ExecutionContext,
  limit: TimeLimit,
  secrets: Secrets,
  settings: PrecheckSettings,
): Promise<readonly CheckedPrecheck[]> {
  const results: CheckedPrecheck[] = [];
  for (const { name } of execution.action.prechecks) {
    const blocking =
      executor.isHarmless !== true && (BLOCKING_CHECKS.includes(name) || settings.blockingChecks.includes(name));
    const { outcome, reason } =
      name === COMMAND_ALLOWLIST
        ? checkCommand(execution, settings.commandAllowlist)
        : await ask(name, executor, execution, context, limit, secrets);
    results.push({ name, blocking, outcome, reason: secrets.clean(reason) });
  }
  return results;
}

/** The checks that keep an action from being done. */
export function findBlocked(results: readonly CheckedPrecheck[]): readonly CheckedPrecheck[] {
  return results.filter(({ blocking, outcome }) => blocking && outcome !== 'passed');
}

type Answer = Pick<PrecheckResult, 'outcome' | 'reason'>;

function checkCommand({ params }: Execution, allowed: readonly AllowedCommand[]): Answer {
  const why = refuseCommand(params.command, allowed);
  return why === undefined
    ? { outcome: 'passed', reason: 'The runner is configured to allow it.' }
    : { outcome: 'failed', reason: why };
}

async function ask(
  name: string,
  executor: Executor,
  execution: Execution,
  context: ExecutionContext,
  limit: TimeLimit,
  secrets: Secrets,
): Promise<Answer> {
  try {
    const answer = await limit.wait(() => executor.precheck(name, execution, context));
    if (!answer.done) return { outcome: 'cannot_tell', reason: 'There was no answer in time.' };
    const { outcome, reason } = answer.value;
    if (outcome === 'passed' || outcome === 'failed') return { outcome, reason: String(reason) };
    return { outcome: 'cannot_tell', reason: String(reason) };
  } catch (error) {
    return { outcome: 'cannot_tell', reason: `It could not be found out: ${secrets.cleanError(error)}` };
  }
}
