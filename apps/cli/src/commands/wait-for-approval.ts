import type { CheckRequest, Decision } from '@agent-safe/core';
import type { AgentSafe, ApprovalResult } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { answerCommand, describeExpiry, describeOutcome, describeRequirement } from '../render/approval-text.ts';
import type { Outcome } from '../render/decision-text.ts';
import { printable } from '../render/style.ts';

export interface Waiting {
  readonly safe: AgentSafe;
  /** Opens the project again: what it says by then is what counts. */
  readonly reopen: () => Promise<AgentSafe>;
  readonly request: CheckRequest;
  /** What requires the approval. */
  readonly decision: Decision & { readonly request_id: string };
  readonly clock: () => number;
  readonly output: Output;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly signal: AbortSignal;
}

export interface Waited extends Outcome {
  /** What decided it in the end. */
  readonly safe: AgentSafe;
}

/**
 * Waits for the answer of people, and then asks again. It changes nothing while it waits: whatever ends it, the request stays as it
 * is, and the same check goes on with it.
 */
export async function waitForApproval(waiting: Waiting): Promise<Waited> {
  const { clock, decision, output, safe, signal, timeout } = waiting;
  const id = decision.request_id;
  const stays = (why: string) => {
    output.err(`${why} The request ${printable(id)} stays open: the same command goes on with it.\n`);
    return { decision, safe };
  };
  const secret = decision.request_secret ?? waiting.request.request_secret ?? undefined;
  if (!decision.caller_verified && secret === undefined) {
    return stays(
      'This was asked for before, and its ticket goes to whoever has the secret: give it as --request-secret.',
    );
  }
  // It is printed with the decision too, which may be too late for whoever must end this.
  if (decision.request_secret !== undefined) output.err(`  ${printable(decision.request_secret)}\n`);
  const found = await safe.approvals.get(id);
  if (found.ok && found.request.status === 'pending') {
    const { request } = found;
    const until = printable(describeExpiry(request, clock()));
    output.err(
      `Waiting for ${printable(id)}, until ${until}. It takes ${printable(describeRequirement(request.required))}:\n  ${printable(answerCommand('approve', id))}\n`,
    );
  }
  let result: ApprovalResult;
  try {
    result = await safe.approvals.wait(id, { signal, ...(timeout === undefined ? {} : { timeout: timeout * 1_000 }) });
  } catch (error) {
    if (!signal.aborted) throw error;
    return stays('Interrupted.');
  }
  if (!result.ok && result.code === 'wait_timeout') return stays('Nobody has answered in time.');
  if (!result.ok || result.request.status !== 'approved') {
    return { decision, safe, ended: result, end: describeEnd(result) };
  }
  // It may have taken hours: policies, keys and whom they trust are read again.
  await safe.close();
  const reopened = await waiting.reopen();
  return { decision: await reopened.check({ ...waiting.request, request_secret: secret }), safe: reopened };
}

/** In words. */
function describeEnd(ended: ApprovalResult): string {
  if (!ended.ok) return ended.reason;
  const { request } = ended;
  return `The request ${request.status === 'expired' ? '' : 'was '}${describeOutcome(request)}`;
}
