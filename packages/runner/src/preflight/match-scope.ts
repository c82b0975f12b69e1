import type { Refused, ScopeResult } from '@agent-safe/core';
import { type ExecutorCall, type Refusal, reasonOf, refuse } from '../run/stage-results.ts';
import { STOPPED } from './record-intent.ts';

/** Asks the target whether it is the target of the ticket, before the run is recorded as begun. */
export async function matchScope(call: ExecutorCall): Promise<{ readonly ok: true } | Refusal> {
  const checked = await probeScope(call);
  if (checked.ok) return checked;
  return call.limit.over === 'aborted' ? refuse('aborted', STOPPED) : refuse('scope_mismatch', checked.reason);
}

/** Doubt is a refusal: a system that does not say who it is, is another one. */
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
    if (!asked.done) return differ('The system did not say in time who it is.');
    // Types do not reach an executor that is written in JavaScript.
    const answer: ScopeResult | undefined = asked.value;
    if (answer?.ok === true) return { ok: true };
    const why = reasonOf(answer);
    return differ(redactor.redact(`The target ${target?.id ?? ''} cannot be reached here. ${why}`));
  } catch (error) {
    return differ(`Nobody can tell whether this is where the target lives: ${redactor.redactError(error)}`);
  }
}
