import type { CheckRequest } from '@agent-safe/core';
import type { ApprovalResult } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { answerCommand, describeExpiry, describeOutcome, describeRequirement } from '../render/approval-text.ts';
import type { Outcome, Shown } from '../render/decision-text.ts';
import { printable } from '../render/style.ts';
import type { Decider } from './decider.ts';

export interface Waiting {
  readonly safe: Decider;
  /** Opens the project again, with its current policies and keys. */
  readonly reopen: () => Promise<Decider>;
  readonly request: CheckRequest;
  /** The decision that requires the approval. */
  readonly decision: Shown & { readonly request_id: string };
  readonly clock: () => number;
  readonly output: Output;
  /** Longest wait in seconds. */
  readonly timeout: number | undefined;
  readonly signal: AbortSignal;
}

export interface Waited extends Outcome {
  /** The project or server that made the final decision. */
  readonly safe: Decider;
}

/**
 * Waits until the request ends, and then repeats the check. An interrupted wait changes nothing: the request stays open, and the
 * same command continues it.
 */
export async function waitForApproval(waiting: Waiting): Promise<Waited> {
  const { clock, decision, output, safe, signal, timeout } = waiting;
  const id = decision.request_id;
  const stays = (why: string) => {
    output.err(`${why} The request ${printable(id)} stays open: the same command continues it.\n`);
    return { decision, safe };
  };
  const secret = decision.request_secret ?? waiting.request.request_secret ?? undefined;
  if (!decision.caller_verified && secret === undefined) {
    return stays(
      'An earlier check requested this approval, and only its secret gets the ticket. Give it: --request-secret.',
    );
  }
  // The secret is printed before the wait, so that an interrupted wait does not lose it.
  if (decision.request_secret !== undefined) output.err(`  ${printable(decision.request_secret)}\n`);
  const found = await safe.approvals.get(id);
  if (found.ok && found.request.status === 'pending') {
    const { request } = found;
    const until = printable(describeExpiry(request, clock()));
    output.err(
      `Waiting for ${printable(id)}, until ${until}. Required: ${printable(describeRequirement(request.required))}:\n  ${printable(answerCommand('approve', id))}\n`,
    );
  }
  let result: ApprovalResult;
  try {
    result = await safe.approvals.wait(id, { signal, ...(timeout === undefined ? {} : { timeout: timeout * 1_000 }) });
  } catch (error) {
    if (!signal.aborted) throw error;
    return stays('Interrupted.');
  }
  if (!result.ok && result.code === 'wait_timeout') return stays('No approver answered in time.');
  if (!result.ok || result.request.status !== 'approved') {
    return { decision, safe, ended: result, end: describeEnd(result) };
  }
  // The wait may have taken hours, so policies and keys are read again.
  await safe.close();
  const reopened = await waiting.reopen();
  return { decision: await reopened.check({ ...waiting.request, request_secret: secret }), safe: reopened };
}

/** Describes the end of a request as the reason of the answer. */
function describeEnd(ended: ApprovalResult): string {
  if (!ended.ok) return ended.reason;
  const { request } = ended;
  return `The request ${request.status === 'expired' ? '' : 'was '}${describeOutcome(request)}`;
}
