import type { Precheck, PrecheckResult } from '@agent-safe/core';
import type { AllowedCommand } from '../run/options.ts';
import type { CheckedPrecheck } from '../run/run-result.ts';
import { type ExecutorCall, reasonOf } from '../run/stage-results.ts';
import { checkCommand } from './command-allowlist.ts';

/** The check that limits commands. The runner performs it itself, and it always blocks. */
export const COMMAND_ALLOWLIST = 'command-allowlist';

/** Checks that block by default, if the definition of the action does not set `blocking`. Definitions of 0.11 never set it. */
const BLOCKING_BY_DEFAULT: readonly string[] = [
  'namespace-not-exists',
  'not-system-namespace',
  'has-controller',
  'pdb-check',
  'minimum-replicas',
  'hpa-check',
  'termination-protection',
  'policy-valid',
  'min-max-valid',
];

export interface PrecheckSettings {
  readonly commandAllowlist: readonly AllowedCommand[];
  readonly blockingChecks: readonly string[];
}

/** Runs every check that the action declares, in order. A failed check does not stop the later ones. */
export async function runPrechecks(
  call: ExecutorCall,
  settings: PrecheckSettings,
): Promise<readonly CheckedPrecheck[]> {
  const results: CheckedPrecheck[] = [];
  for (const precheck of call.execution.action.prechecks) {
    const { name } = precheck;
    const blocking = call.executor.hasNoEffect !== true && isBlocking(precheck, settings);
    const { outcome, reason } =
      name === COMMAND_ALLOWLIST ? outcomeOf(checkAllowed(call, settings)) : await askExecutor(name, call);
    results.push({ name, blocking, outcome, reason: call.redactor.redact(reason) });
  }
  return results;
}

/** Returns the checks that block the execution. */
export function findBlocked(results: readonly CheckedPrecheck[]): readonly CheckedPrecheck[] {
  return results.filter(({ blocking, outcome }) => blocking && outcome !== 'passed');
}

function isBlocking({ blocking, name }: Precheck, { blockingChecks }: PrecheckSettings): boolean {
  return (
    name === COMMAND_ALLOWLIST || blockingChecks.includes(name) || (blocking ?? BLOCKING_BY_DEFAULT.includes(name))
  );
}

type Answer = Pick<CheckedPrecheck, 'outcome' | 'reason'>;

function checkAllowed({ execution }: ExecutorCall, { commandAllowlist }: PrecheckSettings): PrecheckResult {
  const checked = checkCommand(execution.params.command, commandAllowlist);
  if (checked.ok) return { ok: true, reason: 'The command is in "runner.command_allowlist".' };
  return { ok: false, code: 'failed', reason: checked.reason };
}

async function askExecutor(
  name: string,
  { context, execution, executor, limit, redactor }: ExecutorCall,
): Promise<Answer> {
  try {
    const answer = await limit.wait(() => executor.precheck(name, execution, context));
    return answer.done ? outcomeOf(answer.value) : { outcome: 'cannot_tell', reason: 'The check did not end in time.' };
  } catch (error) {
    return { outcome: 'cannot_tell', reason: `The check ended with an error: ${redactor.redactError(error)}` };
  }
}

/** Converts an answer to the form of reports and of the log. An executor that is written in JavaScript may return any value. */
function outcomeOf(answer: PrecheckResult | undefined): Answer {
  const reason = reasonOf(answer);
  if (answer?.ok === true) return { outcome: 'passed', reason };
  return { outcome: answer?.code === 'failed' ? 'failed' : 'cannot_tell', reason };
}
