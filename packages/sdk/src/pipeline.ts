import { randomUUID } from 'node:crypto';
import { scrub } from '@agent-safe/audit/append';
import {
  type Action,
  AgentSafeError,
  type AuditDraft,
  type Caller,
  type Decision,
  type DecisionCode,
  describeCause,
  digestRequest,
  identifyByName,
  type JsonObject,
  type JsonValue,
  plain,
  type Target,
  type Verdict,
} from '@agent-safe/core';
import type { Explanation, Pdp } from '@agent-safe/pdp';
import { type ReadRequest, readRequest } from './request.ts';
import { readParams, showParams } from './shown-params.ts';

/** What a check needs: prepared once, by `AgentSafe.open`. */
export interface Setup {
  readonly pdp: Pdp;
  readonly policyDigest: string;
  readonly maskKey: Uint8Array | undefined;
  readonly requireVerifiedCallers: boolean;
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
  for (const request of requests) answers.push(await judge(request, setup, correlationId));
  return record(answers, setup);
}

/** A decision, and what the log holds of it. */
export interface Answer {
  readonly decision: Decision;
  readonly recorded: JsonObject;
  /** In clear: what must be in no record of it. */
  readonly secrets: readonly string[];
}

async function judge(request: unknown, setup: Setup, correlationId: string | undefined): Promise<Answer> {
  let state = begin(request, setup);
  for (const stage of STAGES) {
    if (state.refused) break;
    state = await stage(state, setup);
  }
  const decision = {
    ...conclude(state, setup),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
  };
  const secrets = findSecrets(state);
  return { decision, recorded: toRecord(decision, state, secrets), secrets };
}

/**
 * What the log holds of a decision: all of it, free of secrets. What the system itself says stays as it is, and so do the
 * names that it knows: otherwise whoever asks would choose what is erased, by the value of a sensitive parameter.
 */
function toRecord(decision: Decision, { action, caller, target }: State, secrets: readonly string[]): JsonObject {
  const sensitive = new Set(action?.parameters.filter((each) => each.sensitive).map(({ name }) => name));
  const params = Object.entries(decision.params).map(([name, value]) => {
    return sensitive.has(name) ? { [name]: value } : scrub({ [name]: value }, secrets);
  });
  const unknown: Record<string, string> = {};
  if (action === undefined) unknown.action = decision.action;
  if (target === undefined && decision.target !== null) unknown.target = decision.target;
  const named = scrub({ ticket_id: decision.ticket_id ?? null, caller: caller?.agent_id ?? null });
  return plain({
    ...decision,
    ...named,
    ...scrub({ ...unknown, reason: decision.reason }, secrets),
    params: Object.assign({}, ...params) as JsonObject,
    ticket_id: decision.ticket_id === undefined ? undefined : named.ticket_id,
  }) as JsonObject;
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

/** The values of sensitive parameters, whatever the request turned out to be. */
function findSecrets({ action, params, request }: State): readonly string[] {
  const sensitive = action?.parameters.filter((parameter) => parameter.sensitive) ?? [];
  if (sensitive.length === 0) return [];
  const given = params ?? readParams(request.params);
  return sensitive.flatMap(({ name }) => listTexts(Object.hasOwn(given, name) ? given[name] : undefined));
}

function listTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

/**
 * Why a request is answered as it is, at a time. Nothing is decided by it: it may be asked about any time, and has no id.
 */
export function explain(request: unknown, setup: Setup, at: number): Explanation {
  const { refused, request: read, verdict } = begin(request, setup);
  if (refused) return { verdict, rules: [], hides: [], changes: [], tried: 0, complete: true };
  const { action, caller, params, target, ticket_id } = read;
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

/** A token or a bare name → a caller. Refuses with caller_invalid, caller_unverified. */
function identify(state: State, setup: Setup): State {
  const identification = identifyByName(state.request.caller, setup.requireVerifiedCallers);
  if ('caller' in identification) return { ...state, caller: identification.caller };
  return refuse({ ...state, caller: identification.refused }, identification.code, identification.reason);
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

/** An answer → a decision: with an id, a time, and the digest that binds it to what was asked. */
function conclude({ action, at, caller, params, request, target, verdict }: State, setup: Setup): Decision {
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
