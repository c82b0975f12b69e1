import type { EffectResult, ExecutionResult, JsonValue } from '@agent-safe/core';
import type { RunContext } from '../run/run-context.ts';
import { type Ended, type Ending, type ExecutorCall, end, NO_ANSWER, reasonOf } from '../run/stage-results.ts';

/** Result of the executor's `execute`. The runner still waits for the effect of a success. */
export type Executed = ({ readonly ok: true; readonly reason: string } | Ended) & {
  readonly output: JsonValue;
  readonly nothingDone: boolean;
};

/** Executes the action, once. */
export async function execute(run: RunContext, call: ExecutorCall): Promise<Executed> {
  const { context, execution, executor, limit, redactor } = call;
  run.progress(`Executing ${execution.action.name}…`);
  try {
    const answer = await limit.wait(() => executor.execute(execution, context));
    if (!answer.done) return { ...endAbandoned(answer.why), ...NO_OUTPUT };
    return readResult(call, answer.value);
  } catch (error) {
    const why = `The executor failed and may have changed the target: ${redactor.redactError(error)}`;
    if (limit.over === 'timeout') return { ...end('timeout', 'timeout', `The run timed out. ${why}`), ...NO_OUTPUT };
    return { ...end('error', limit.over ?? 'executor_failed', why), ...NO_OUTPUT };
  }
}

const NO_OUTPUT = { output: null, nothingDone: false } as const;

/** An executor that is written in JavaScript may return any value. */
function readResult({ limit, redactor }: ExecutorCall, result: ExecutionResult | null | undefined): Executed {
  if (typeof result !== 'object' || result === null)
    return { ...end('error', 'executor_failed', NO_ANSWER), ...NO_OUTPUT };
  const output = result.output ?? null;
  redactor.addOutput(output);
  const said = redactor.redact(reasonOf(result));
  const more = { output, nothingDone: result.nothingDone === true };
  if (result.ok === true) return { ok: true, reason: said, ...more };
  switch (result.code) {
    case 'timeout':
      // The executor cannot tell an abort by the caller from a timeout.
      if (limit.over === 'aborted') return { ...end('error', 'aborted', said), ...more };
      return { ...end('timeout', limit.over === undefined ? null : 'timeout', said), ...more };
    case 'failure':
    case 'skipped':
    case 'error':
      return { ...end(result.code, null, said), ...more };
    default:
      return {
        ...end(
          'error',
          'executor_failed',
          'The executor returned an unknown code. The known codes are failure, timeout, skipped and error.',
        ),
        ...more,
      };
  }
}

function endAbandoned(why: 'timeout' | 'aborted'): Ended {
  const rest = 'The executor did not stop and may still change the target.';
  if (why === 'timeout') return end('timeout', 'timeout', `The run timed out. ${rest}`);
  return end('error', 'aborted', `The run was aborted. ${rest}`);
}

/**
 * Waits until the effect is observed. Only then is the outcome a success.
 *
 * @param reason the executor's reason for its success
 */
export async function waitForEffect(run: RunContext, call: ExecutorCall, reason: string): Promise<Ending> {
  const { context, execution, executor, limit, redactor } = call;
  run.progress('Waiting for the effect…');
  try {
    const waited = await limit.wait(() => executor.waitForEffect(execution, context));
    if (!waited.done) {
      const why = `The action was executed, but its effect was not observed in time. ${reason}`;
      if (waited.why === 'timeout') return { outcome: 'timeout', code: 'timeout', reason: why };
      return { outcome: 'error', code: 'aborted', reason: why };
    }
    // An executor that is written in JavaScript may return any value.
    const answer: EffectResult | null | undefined = waited.value;
    if (answer?.ok === true) return { outcome: 'success', code: null, reason };
    const why = redactor.redact(reasonOf(answer));
    if (limit.over === 'timeout') return { outcome: 'timeout', code: 'timeout', reason: why };
    if (limit.over === 'aborted') {
      return {
        outcome: 'error',
        code: 'aborted',
        reason: `The action was executed, but the wait for its effect was aborted. ${why}`,
      };
    }
    return { outcome: 'failure', code: 'not_settled', reason: why };
  } catch (error) {
    const why = `The action was executed, but its effect is unknown: ${redactor.redactError(error)}`;
    return { outcome: 'error', code: 'executor_failed', reason: why };
  }
}
