import { randomUUID } from 'node:crypto';
import {
  type Action,
  type Caller,
  type Decision,
  type DecisionCode,
  digestRequest,
  identifyByName,
  type JsonObject,
  type Target,
  type Verdict,
} from '@agent-safe/core';
import type { Pdp } from '@agent-safe/pdp';
import { type ReadRequest, readRequest } from './request.ts';
import { showParams } from './shown-params.ts';

/** What a check needs: prepared once, by `AgentSafe.open`. */
export interface Setup {
  readonly pdp: Pdp;
  readonly policyDigest: string;
  readonly maskKey: Uint8Array | undefined;
  readonly requireVerifiedCallers: boolean;
  readonly countTicketId: (id: string | undefined) => string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

/** What is known of a request once it has an answer. */
interface Answered {
  readonly request: ReadRequest;
  readonly caller: Caller | undefined;
  readonly verdict: Verdict;
  readonly action: Action | undefined;
  readonly target: Target | undefined;
  /** Undefined where they were not judged, or are not valid. */
  readonly params: JsonObject | undefined;
}

/**
 * The path of a request, one stage a function. Each may refuse, and a refusal is an answer like any other. Limits belong
 * between `identify` and `decide`; cumulative risk, the audit log and tickets after `decide`, in this order.
 */
export async function check(request: unknown, setup: Setup): Promise<Decision> {
  const at = setup.clock();
  const read = readRequest(request);
  if ('invalid' in read) return conclude(refuseMalformed(read.invalid, setup), at, setup);
  const counted = { ...read, ticket_id: setup.countTicketId(read.ticket_id) };
  const identified = identify(counted, setup);
  const answered = 'verdict' in identified ? identified : decide(counted, identified.caller, at, setup);
  return conclude(answered, at, setup);
}

/** A token or a bare name → a caller. Refuses with caller_invalid, caller_unverified. */
function identify(request: ReadRequest, setup: Setup): { readonly caller: Caller | undefined } | Answered {
  const identification = identifyByName(request.caller, setup.requireVerifiedCallers);
  if ('caller' in identification) return identification;
  return refuse(request, identification.code, identification.reason, setup);
}

/** A request → what policy says of it. */
function decide(request: ReadRequest, caller: Caller | undefined, at: number, setup: Setup): Answered {
  const { action, params, target, ticket_id } = request;
  return { request, caller, ...setup.pdp.evaluate({ action, target, caller, params, ticket_id, at }) };
}

function refuseMalformed(problem: string, setup: Setup): Answered {
  const nothing: ReadRequest = { action: '', target: undefined, caller: undefined, params: {}, ticket_id: undefined };
  return refuse(nothing, 'request_invalid', problem, setup);
}

/** A refusal before the policy was asked. It reports the risk all the same. */
function refuse(request: ReadRequest, code: DecisionCode, reason: string, setup: Setup): Answered {
  const { action, effective_risk, risk_class, target } = setup.pdp.resolve(request.action, request.target);
  const verdict: Verdict = { result: 'deny', code, reason, policy_matched: null, risk_class, effective_risk };
  return { request, caller: undefined, verdict, action, target, params: undefined };
}

/** An answer → a decision: with an id, a time, and the digest that binds it to what was asked. */
function conclude(answered: Answered, at: number, setup: Setup): Decision {
  const { action, caller, params, request, target, verdict } = answered;
  const { maskKey } = setup;
  const ticketId = request.ticket_id;
  const digest =
    action === undefined || params === undefined
      ? null
      : digestRequest({ caller, targetId: request.target ?? null, target, action, params, ticketId, maskKey });
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
    digest,
    policy_digest: setup.policyDigest,
    evaluated_at: new Date(at).toISOString(),
    ...(ticketId === undefined ? {} : { ticket_id: ticketId }),
  };
}
