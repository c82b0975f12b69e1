import { setImmediate } from 'node:timers/promises';
import {
  AgentSafeError,
  type AuditDraft,
  type AuditReceipt,
  bindRequest,
  type Decision,
  type DecisionFields,
  describeCause,
  digestBinding,
  type RequestBinding,
} from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import type { Explanation } from '@agent-safe/pdp';
import type { TicketRequest } from '@agent-safe/tickets';
import { findSecrets, toRecord } from './decision-record.ts';
import { begin, type Judges, refuse, type Stage, type State } from './request-state.ts';
import { askPeople, findOpen, takeApproval } from './stages/approval-stages.ts';
import { identifyCaller } from './stages/identify.ts';
import { limit, reportOutcome, weigh } from './stages/limits.ts';
import { type Belonging, conclude } from './to-decision.ts';

/** What a check needs: prepared once, by `AgentSafe.open`. */
export interface Setup extends Judges {
  /** Undefined where decisions are not recorded. */
  readonly record: ((drafts: readonly AuditDraft[]) => Promise<readonly AuditReceipt[]>) | undefined;
}

/**
 * The path of a request: one stage a function, in this order. A refusal ends the judging. Every answer is then recorded,
 * refusals too; tickets and requests for approval come last: what cannot be recorded is not granted.
 */
const STAGES: readonly Stage[] = [identify, limit, decide, findOpen, weigh, takeApproval];

export async function check(
  requests: readonly unknown[],
  setup: Setup,
  belonging: Belonging,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const request of requests) {
    answers.push(await judge(request, setup, belonging));
    // A long plan must not keep all others waiting.
    if (answers.length % 100 === 0) await setImmediate();
  }
  return grant(await record(answers, setup), setup);
}

/** A decision, and what the log holds of it. */
export interface Answer {
  readonly decision: Decision;
  readonly recorded: DecisionFields;
  /** In clear: what must be in no record of it. */
  readonly secrets: readonly string[];
  /** What a ticket for it is bound to; null where it cannot be bound. */
  readonly binding: RequestBinding | null;
  readonly identity: AgentIdentity | undefined;
  /** Where it was recorded. */
  readonly receipt?: AuditReceipt | undefined;
}

async function judge(request: unknown, setup: Setup, belonging: Belonging): Promise<Answer> {
  let state = begin(request, setup);
  for (const stage of STAGES) {
    if (state.refused) break;
    state = await stage(state, setup);
  }
  state = await reportOutcome(state, setup);
  const decision = conclude(state, setup, belonging);
  const judged = { ...state, given: state.request.params };
  const secrets = findSecrets(judged);
  const recorded = toRecord(decision, judged, secrets);
  return { decision, recorded, secrets, binding: state.binding, identity: state.identity };
}

/**
 * Decisions → the same, once they would survive a loss of power. What cannot be recorded is a deny, audit_unavailable, and
 * nothing may follow from it. The steps of a plan are recorded together, all or none.
 */
async function record(answers: readonly Answer[], setup: Setup): Promise<readonly Answer[]> {
  if (setup.record === undefined || answers.length === 0) return answers;
  try {
    const receipts = await setup.record(
      answers.map(({ decision, recorded }) => {
        return { event_type: 'decision', event_id: decision.audit_id, fields: recorded };
      }),
    );
    return answers.map((answer, index) => ({ ...answer, receipt: receipts[index] }));
  } catch (error) {
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    const reason = `It could not be recorded, and what is not recorded is not allowed. ${why}`;
    const denied = { result: 'deny', code: 'audit_unavailable', reason, policy_matched: null } as const;
    return answers.map((answer) => ({ ...answer, decision: { ...answer.decision, ...denied } }));
  }
}

/**
 * Decisions that allow → the same with a ticket; those that require an approval → the same with a request for it. What could not
 * be bound has neither, nor has anything where nothing is recorded or no key signs.
 */
async function grant(answers: readonly Answer[], setup: Setup): Promise<readonly Answer[]> {
  const granted: Answer[] = [];
  for (const answer of answers) {
    granted.push({ ...answer, decision: await grantOne(answer, setup) });
  }
  return granted;
}

async function grantOne(answer: Answer, setup: Setup): Promise<Decision> {
  const { binding, decision, identity } = answer;
  if (decision.result === 'require_approval' && decision.request_id === undefined) {
    return askPeople({ ...answer, receipt: answer.receipt }, setup.approvals);
  }
  if (decision.result !== 'allow' || binding === null || setup.record === undefined) return decision;
  const ticket = setup.authority.issueTicket(toTicket(decision, binding, identity));
  return ticket === undefined ? decision : { ...decision, ticket };
}

function toTicket(decision: Decision, binding: RequestBinding, identity: AgentIdentity | undefined): TicketRequest {
  const chain = identity?.delegation_chain.map(({ agent_id, jti }) => ({ agent_id, jti })) ?? [];
  return {
    ...binding,
    chain,
    caller_jti: identity?.jti ?? null,
    audit_id: decision.audit_id,
    judged_at: Date.parse(decision.evaluated_at),
    caller_exp: identity?.exp,
  };
}

/**
 * Why a request is answered as it is, at a time. Nothing is decided by it: it may be asked about any time, and has no id.
 */
export async function explain(request: unknown, setup: Setup, at: number): Promise<Explanation> {
  const begun = begin(request, setup);
  const state = begun.refused ? begun : await identify(begun, setup);
  const { code } = state.verdict;
  if (state.refused && code !== 'caller_unverified') {
    return { verdict: state.verdict, rules: [], hides: [], changes: [], tried: 0, complete: true };
  }
  const { action, params, target, ticket_id } = state.request;
  // The decision point refuses a name that proves nothing itself, and tells what would help.
  const caller = state.refused ? state.request.caller : state.caller;
  return setup.pdp.explain({ action, target, caller, params, ticket_id, at });
}

/** A token or a bare name → a caller. Refuses with caller_invalid, caller_unverified, caller_revoked, state_unavailable. */
async function identify(state: State, { authority, requireVerifiedCallers }: Judges): Promise<State> {
  const identified = await identifyCaller(state.request.caller, authority, requireVerifiedCallers);
  if ('caller' in identified) return { ...state, caller: identified.caller, identity: identified.identity };
  return refuse({ ...state, caller: identified.refused }, identified.code, identified.reason);
}

/** A request → what policy says of it, and what that is bound to. */
function decide(state: State, { maskKey, pdp }: Judges): State {
  const { at, caller } = state;
  const { action, params, target, ticket_id } = state.request;
  const evaluation = pdp.evaluate({ action, target, caller, params, ticket_id, at });
  const judged = { ...state, params: evaluation.params, verdict: evaluation.verdict };
  const binding = bind(judged, maskKey);
  return {
    ...judged,
    binding,
    digest: binding === null ? null : digestBinding(binding),
    refused: evaluation.verdict.result === 'deny',
  };
}

/** What binds an answer to what was asked; null where the request was malformed, or has a secret that nothing masks. */
function bind(
  { action, caller, params, request, target }: State,
  maskKey: Uint8Array | undefined,
): RequestBinding | null {
  if (action === undefined || params === undefined) return null;
  const { target: targetId = null, ticket_id: ticketId } = request;
  return bindRequest({ caller, targetId, target, action, params, ticketId, maskKey });
}
