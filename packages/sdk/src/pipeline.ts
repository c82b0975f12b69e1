import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  type Action,
  AgentSafeError,
  type AuditDraft,
  bindRequest,
  type Caller,
  type Decision,
  type DecisionCode,
  describeCause,
  digestBinding,
  type JsonObject,
  type RequestBinding,
  type Target,
  type Verdict,
} from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import type { Explanation, Pdp } from '@agent-safe/pdp';
import type { TicketRequest } from '@agent-safe/tickets';
import type { Authority } from './authority.ts';
import { findSecrets, toRecord } from './decision-record.ts';
import { identifyCaller } from './identify.ts';
import { type ReadRequest, readRequest } from './request.ts';
import { showParams } from './shown-params.ts';

/** What a check needs: prepared once, by `AgentSafe.open`. */
export interface Setup {
  readonly pdp: Pdp;
  readonly policyDigest: string;
  readonly maskKey: Uint8Array | undefined;
  readonly requireVerifiedCallers: boolean;
  readonly authority: Authority;
  readonly countTicketId: (id: string | undefined) => string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Undefined where decisions are not recorded. */
  readonly record: ((drafts: readonly AuditDraft[]) => Promise<unknown>) | undefined;
}

/** What is known of a request on its way. */
interface State {
  readonly request: ReadRequest;
  readonly at: number;
  /** What the names stand for; undefined where they stand for nothing. */
  readonly action: Action | undefined;
  readonly target: Target | undefined;
  readonly caller: Caller | undefined;
  /** What the caller's token says; undefined for a bare name. */
  readonly identity: AgentIdentity | undefined;
  /** With defaults applied; undefined where they were not judged, or are not valid. */
  readonly params: JsonObject | undefined;
  /** The answer so far: a deny, until a stage says otherwise. */
  readonly verdict: Verdict;
  /** Whether a stage has refused, which ends the way. */
  readonly refused: boolean;
}

type Stage = (state: State, setup: Setup) => State | Promise<State>;

/**
 * The path of a request: one stage a function, in this order. Rate limits and the circuit breaker have their place between
 * `identify` and `decide`, and cumulative risk behind `decide`. A refusal ends the judging. Every answer is then recorded,
 * refusals too; tickets and approval requests come last: what cannot be recorded is not granted.
 */
const STAGES: readonly Stage[] = [identify, decide];

export async function check(
  requests: readonly unknown[],
  setup: Setup,
  correlationId?: string,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const request of requests) {
    answers.push(await judge(request, setup, correlationId));
    // A long plan must not keep all others waiting.
    if (answers.length % 100 === 0) await setImmediate();
  }
  return grant(await record(answers, setup), setup);
}

/** A decision, and what the log holds of it. */
export interface Answer {
  readonly decision: Decision;
  readonly recorded: JsonObject;
  /** In clear: what must be in no record of it. */
  readonly secrets: readonly string[];
  /** What a ticket for it is bound to; null where it cannot be bound. */
  readonly binding: RequestBinding | null;
  readonly identity: AgentIdentity | undefined;
}

async function judge(request: unknown, setup: Setup, correlationId: string | undefined): Promise<Answer> {
  let state = begin(request, setup);
  for (const stage of STAGES) {
    if (state.refused) break;
    state = await stage(state, setup);
  }
  const binding = bind(state, setup);
  const decision = {
    ...conclude(state, setup, binding),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
  };
  const judged = { ...state, given: state.request.params };
  const secrets = findSecrets(judged);
  const recorded = toRecord(decision, judged, secrets);
  return { decision, recorded, secrets, binding, identity: state.identity };
}

/**
 * Decisions → the same, once they would survive a loss of power. What cannot be recorded is a deny, audit_unavailable, and
 * nothing may follow from it. The steps of a plan are recorded together, all or none.
 */
async function record(answers: readonly Answer[], setup: Setup): Promise<readonly Answer[]> {
  if (setup.record === undefined || answers.length === 0) return answers;
  try {
    await setup.record(
      answers.map(({ decision, recorded }) => {
        return { event_type: 'decision', event_id: decision.audit_id, fields: recorded };
      }),
    );
    return answers;
  } catch (error) {
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    const reason = `It could not be recorded, and what is not recorded is not allowed. ${why}`;
    const denied = { result: 'deny', code: 'audit_unavailable', reason, policy_matched: null } as const;
    return answers.map((answer) => ({ ...answer, decision: { ...answer.decision, ...denied } }));
  }
}

/**
 * Decisions that allow → the same with a ticket. One that could not be bound has none, nor has any where nothing is
 * recorded or no key signs.
 */
function grant(answers: readonly Answer[], setup: Setup): readonly Answer[] {
  if (setup.record === undefined) return answers;
  return answers.map((answer) => {
    const { binding, decision, identity } = answer;
    const isGranted = decision.result === 'allow' && binding !== null;
    const ticket = isGranted ? setup.authority.issueTicket(toTicket(decision, binding, identity)) : undefined;
    return ticket === undefined ? answer : { ...answer, decision: { ...decision, ticket } };
  });
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

/** What no stage has allowed is denied. */
const UNDECIDED = {
  result: 'deny',
  code: 'default_deny',
  reason: 'Nothing has decided.',
  policy_matched: null,
} as const;

/** Refuses with request_invalid. */
function begin(request: unknown, setup: Setup): State {
  const read = readRequest(request);
  const { action, effective_risk, risk_class, target } = setup.pdp.resolve(read.action, read.target);
  const state: State = {
    request: { ...read, ticket_id: setup.countTicketId(read.ticket_id) },
    at: setup.clock(),
    action,
    target,
    caller: undefined,
    identity: undefined,
    params: undefined,
    verdict: { ...UNDECIDED, risk_class, effective_risk },
    refused: false,
  };
  return read.invalid === undefined ? state : refuse(state, 'request_invalid', read.invalid);
}

function refuse(state: State, code: DecisionCode, reason: string): State {
  const verdict: Verdict = { ...state.verdict, result: 'deny', code, reason, policy_matched: null };
  return { ...state, verdict, refused: true };
}

/** A token or a bare name → a caller. Refuses with caller_invalid, caller_unverified, caller_revoked, state_unavailable. */
async function identify(state: State, { authority, requireVerifiedCallers }: Setup): Promise<State> {
  const identified = await identifyCaller(state.request.caller, authority, requireVerifiedCallers);
  if ('caller' in identified) return { ...state, caller: identified.caller, identity: identified.identity };
  return refuse({ ...state, caller: identified.refused }, identified.code, identified.reason);
}

/** A request → what policy says of it. */
function decide(state: State, setup: Setup): State {
  const { at, caller } = state;
  const { action, params, target, ticket_id } = state.request;
  const evaluation = setup.pdp.evaluate({ action, target, caller, params, ticket_id, at });
  return {
    ...state,
    params: evaluation.params,
    verdict: evaluation.verdict,
    refused: evaluation.verdict.result === 'deny',
  };
}

/** What binds an answer to what was asked; null where the request was malformed, or has a secret that nothing masks. */
function bind({ action, caller, params, request, target }: State, { maskKey }: Setup): RequestBinding | null {
  if (action === undefined || params === undefined) return null;
  const { target: targetId = null, ticket_id: ticketId } = request;
  return bindRequest({ caller, targetId, target, action, params, ticketId, maskKey });
}

/** An answer → a decision: with an id, a time, and the digest that binds it. */
function conclude(
  { action, at, caller, params, request, verdict }: State,
  setup: Setup,
  binding: RequestBinding | null,
): Decision {
  const { maskKey } = setup;
  const ticketId = request.ticket_id;
  return {
    audit_id: `evt-${randomUUID()}`,
    result: verdict.result,
    code: verdict.code,
    reason: verdict.reason,
    action: request.action,
    action_version: action?.version ?? null,
    target: request.target ?? null,
    caller: caller?.agent_id ?? null,
    caller_verified: caller?.verified ?? false,
    params: showParams(action, params, request.params, maskKey),
    risk_class: verdict.risk_class,
    effective_risk: verdict.effective_risk,
    policy_matched: verdict.policy_matched,
    digest: binding === null ? null : digestBinding(binding),
    policy_digest: setup.policyDigest,
    evaluated_at: new Date(at).toISOString(),
    ...(caller === undefined || caller.delegation_chain.length === 0 ? {} : { chain: caller.delegation_chain }),
    ...(ticketId === undefined ? {} : { ticket_id: ticketId }),
  };
}
