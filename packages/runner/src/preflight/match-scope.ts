import type { Refused, ScopeResult } from '@agent-safe/core';
import { type ExecutorCall, type Refusal, reasonOf, refuse } from '../run/stage-results.ts';
import { STOPPED } from './record-intent.ts';

/** Asks the target to identify itself, and compares it with the ticket's target before the intent is recorded. */
export async function matchScope(call: ExecutorCall): Promise<{ readonly ok: true } | Refusal> {
  const checked = await probeScope(call);
  if (checked.ok) return checked;
  return call.limit.over === 'aborted' ? refuse('aborted', STOPPED) : refuse('scope_mismatch', checked.reason);
}

/** Asks the target to identify itself. A target that does not answer is refused. */
export async function probeScope({
  context,
  execution,
  executor,
  limit,
  redactor,
}: ExecutorCall): Promise<{ readonly ok: true } | Refused<'scope_mismatch'>> {
  const { target } = execution;
  const scope = target?.scope ?? null;
  if (scope === null) return { ok: true };
  const differ = (reason: string): Refused<'scope_mismatch'> => ({ ok: false, code: 'scope_mismatch', reason });
  try {
    const asked = await limit.wait(() => executor.checkScope(scope, { execution, context }));
    if (!asked.done) return differ('The target did not identify itself in time.');
    // An executor that is written in JavaScript may return any value.
    const answer: ScopeResult | undefined = asked.value;
    if (answer?.ok === true) return { ok: true };
    const why = reasonOf(answer);
    return differ(redactor.redact(`The executor does not reach the target ${target?.id ?? ''}. ${why}`));
  } catch (error) {
    return differ(`The target could not be identified: ${redactor.redactError(error)}`);
  }
}
