import { redactText } from '@agent-safe/audit/append';
import {
  AgentSafeError,
  type ApproverRequirement,
  type AuditSink,
  type CircuitState,
  describeCause,
  PASSED,
  type Passed,
  quote,
  type Refused,
  type RiskResetFields,
} from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import { agentsOfKey, limitsOfKey } from '@agent-safe/risk';
import type { NamedRequirement } from './approval-gateway.ts';
import { findCircuitKeys } from './circuit-keys.ts';
import { checkNotInvolved, type LimitSubject, readLimitSubject } from './limit-subject.ts';
import type { LimitServices } from './limits.ts';
import type { TokenService } from './token-service.ts';

/** Resets the limits of one caller. */
export interface RiskReset {
  /** An agent id, an identity token, or a key such as `agent:worker` or `unverified:`. */
  readonly caller: string;
  /** Identity tokens of the approvers, as many as `approvals.quorum` requires. */
  readonly approver: string | readonly string[];
  /** One line for the audit log. */
  readonly reason: string;
}

/** Machine codes of refused resets. */
export type RiskResetRefusalCode =
  | 'caller_invalid'
  | 'reason_invalid'
  | 'approver_unverified'
  | 'approver_is_caller'
  | 'approver_not_allowed'
  | 'approvers_too_few'
  | 'audit_unavailable'
  | 'state_unavailable';

/** The limits that were removed. `circuit` and `denials` are null without `rate_limit`, the score without `cumulative_risk`. */
export interface RiskResetDone {
  readonly ok: true;
  readonly key: string;
  readonly cumulative_risk_score: number | null;
  readonly circuit: CircuitState | null;
  readonly denials: number | null;
  /** Number of circuit breakers of delegates, or of names without a token, that were reset too. Without such circuit breakers, the member is absent. */
  readonly circuits?: number;
  /** The id of the event in the audit log. */
  readonly event_id: string;
}

export type RiskResetResult = RiskResetDone | Refused<RiskResetRefusalCode>;

export interface RiskResetServices {
  readonly tokenService: TokenService;
  readonly limits: LimitServices;
  /** Roles, groups and quorum of approvers: those of approval requests of any rule. */
  readonly requirements: () => Promise<readonly NamedRequirement[]>;
  /** Undefined if the project has no audit log. */
  readonly record: AuditSink['append'] | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

type Refusal = Refused<RiskResetRefusalCode>;
type Before = Pick<RiskResetFields, 'circuit' | 'cumulative_risk_score' | 'denials'>;

/** Checks the approvers, records the reset, and then removes the entries up to the recorded time. */
export async function resetRisk(given: RiskReset, services: RiskResetServices): Promise<RiskResetResult> {
  const { clock, limits, record, tokenService } = services;
  if (record === undefined) {
    return refuse(
      'audit_unavailable',
      'There is no audit log to record the reset. Add "audit_log" to agent-safe.yaml.',
    );
  }
  const { checkReason } = await import('../lazy/approvals.ts');
  const stated = checkReason(given.reason);
  if (!stated.ok) return refuse('reason_invalid', stated.reason);
  const usable = await tokenService.checkState();
  if (!usable.ok) return refuse('state_unavailable', `Nothing was reset. ${usable.reason}`);
  const subject = await readLimitSubject(given.caller, tokenService);
  if (!subject.ok) return subject;
  const { verifiesCallers } = tokenService;
  let circuits: readonly string[];
  try {
    circuits = await findCircuitKeys(subject.key, limits.limitStore, verifiesCallers);
  } catch (error) {
    return refuse('state_unavailable', `The limits cannot be read, so nothing was reset. ${describe(error)}`);
  }
  const authorized = await authorize(given.approver, addRoots(subject, circuits), services);
  if (!authorized.ok) return authorized;
  const keys = [subject.key, ...circuits];
  let before: Before;
  let until: number;
  let reset_until: string;
  try {
    ({ before, until } = await readBefore(limits, keys, clock(), verifiesCallers));
    reset_until = formatTime(until);
  } catch (error) {
    return refuse('state_unavailable', `The limits cannot be read, so nothing was reset. ${describe(error)}`);
  }
  const also = circuits.length === 0 ? {} : { circuits: circuits.length };
  const fields: RiskResetFields = {
    key: subject.key,
    caller: subject.caller,
    approvers: authorized.approvers.map(({ agent_id, delegation_chain: chain }) => {
      return { agent_id, chain: chain.map((link) => link.agent_id) };
    }),
    reason: redactText(given.reason, [], { names: tokenService.secretNames }),
    reset_until,
    ...before,
    ...also,
  };
  let event_id: string;
  try {
    const [receipt] = await record([{ event_type: 'risk_reset', fields }]);
    if (receipt === undefined) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The audit log gave no receipt.');
    ({ event_id } = receipt);
  } catch (error) {
    return refuse('audit_unavailable', `The reset cannot be recorded, so nothing was reset. ${describe(error)}`);
  }
  try {
    await remove(limits, keys, until, clock(), verifiesCallers);
  } catch (error) {
    return refuse(
      'state_unavailable',
      `The reset was recorded as ${event_id}, but it is incomplete. Repeat it. ${describe(error)}`,
    );
  }
  return { ok: true, key: subject.key, ...before, ...also, event_id };
}

/** The roots of delegated circuit breakers are involved. A token proves the root; delegators choose the other names. */
function addRoots(subject: LimitSubject, circuits: readonly string[]): LimitSubject {
  const roots = circuits.filter((key) => /^(agent|below):/.test(key)).flatMap((key) => agentsOfKey(key).slice(0, 1));
  return { ...subject, agents: [...new Set([...subject.agents, ...roots])] };
}

/** Reads the limits before the reset, and the time of their last entry: `now`, or later if a clock was ahead. */
async function readBefore(
  { cumulativeRisk, limitStore, rateLimit, riskStore }: LimitServices,
  [key = '', ...circuits]: readonly string[],
  now: number,
  verifiesCallers: boolean,
): Promise<{ readonly before: Before; readonly until: number }> {
  const risk = cumulativeRisk && (await riskStore.inspect(key, cumulativeRisk.window_seconds * 1_000, now));
  const cooldown = (rateLimit?.circuit_breaker_cooldown_seconds ?? 0) * 1_000;
  const read = async (each: string) =>
    rateLimit && limitStore.inspect(each, limitsOfKey(each, rateLimit, verifiesCallers), now);
  const rate = await read(key);
  const opened: number[] = [];
  for (const report of [rate, ...(await Promise.all(circuits.map(read)))]) {
    const next = report?.next;
    if (next?.ok === false && next.code === 'circuit_open') opened.push(Math.floor(next.retry_at - cooldown));
  }
  const before = {
    cumulative_risk_score: risk?.score ?? null,
    circuit: rate?.circuit ?? null,
    denials: rate?.denials ?? null,
  };
  return { before, until: Math.max(now, risk?.entries.at(-1)?.at ?? now, ...opened) };
}

/** @throws AgentSafeError ERR_STORE_UNAVAILABLE if the state holds no valid time: it was changed, or its store has a bug */
function formatTime(at: number): string {
  const date = new Date(at);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The limit store returned an invalid time.');
}

async function remove(
  { cumulativeRisk, limitStore, rateLimit, riskStore }: LimitServices,
  [key = '', ...circuits]: readonly string[],
  until: number,
  now: number,
  verifiesCallers: boolean,
): Promise<void> {
  if (cumulativeRisk !== undefined) await riskStore.reset(key, cumulativeRisk.window_seconds * 1_000, until, now);
  if (rateLimit === undefined) return;
  for (const each of [key, ...circuits]) {
    await limitStore.reset(each, limitsOfKey(each, rateLimit, verifiesCallers), until, now);
  }
}

interface Authorized {
  readonly ok: true;
  readonly approvers: readonly AgentIdentity[];
}

/**
 * Authorizes approvers as for an approval request: a verified token, a role or group, no involvement, and the quorum.
 */
async function authorize(
  given: string | readonly string[],
  subject: LimitSubject,
  { requirements, tokenService }: RiskResetServices,
): Promise<Authorized | Refusal> {
  const { meetsRequirement } = await import('../lazy/approvals.ts');
  const all = await requirements();
  const approvers: AgentIdentity[] = [];
  for (const token of Array.isArray(given) ? (given as readonly string[]) : [given as string]) {
    const verified = await tokenService.verify(token);
    if (!verified.ok) {
      const code = verified.code === 'state_unavailable' ? 'state_unavailable' : 'approver_unverified';
      return refuse(code, verified.reason);
    }
    const { identity } = verified;
    const uninvolved = checkNotInvolved(subject, identity);
    if (!uninvolved.ok) return uninvolved;
    if (!all.some((required) => meetsRequirement(required, { ...identity, verified: true }))) {
      const need = all.map(describeNeed)[0] ?? '';
      return refuse('approver_not_allowed', `${quote(identity.agent_id)} may not reset limits. ${need}`);
    }
    const unlimited = checkUnlimited(identity);
    if (!unlimited.ok) return unlimited;
    approvers.push(identity);
  }
  for (const required of all) {
    const enough = await checkQuorum(required, approvers);
    if (!enough.ok) return enough;
  }
  return { ok: true, approvers };
}

/** A reset concerns the requests of every rule, so the approvers must satisfy the requirement of every rule. */
async function checkQuorum(
  { rule, ...required }: NamedRequirement,
  approvers: readonly AgentIdentity[],
): Promise<Passed | Refusal> {
  const { meetsRequirement, rootOf } = await import('../lazy/approvals.ts');
  const allowed = approvers.filter((identity) => meetsRequirement(required, { ...identity, verified: true }));
  const roots = allowed.map(({ agent_id, delegation_chain: chain }) => {
    return rootOf(
      chain.map((link) => link.agent_id),
      agent_id,
    );
  });
  const { size } = new Set(roots);
  if (size >= required.quorum) return PASSED;
  const many = `${required.quorum} approver${required.quorum === 1 ? '' : 's'}`;
  const reason =
    rule === null
      ? `A reset needs ${many}, and ${size} were given. Approvers delegated from the same root count once.`
      : `A reset concerns the requests of every rule. The rule ${quote(rule)} needs ${many} for it, and ${size} were given. ${describeNeed(required)}`;
  return refuse('approvers_too_few', reason);
}

/** A reset concerns all actions and targets, so the delegation of the approver must not be limited to some. */
function checkUnlimited({ actions, agent_id, delegation_chain: chain, targets }: AgentIdentity): Passed | Refusal {
  const isLimited = [...chain, { actions, targets }].some(
    (hop) => hop.actions !== undefined || hop.targets !== undefined,
  );
  if (!isLimited) return PASSED;
  const reason = `The delegation of ${quote(agent_id)} covers only some actions or targets. Ask an approver without such restrictions.`;
  return refuse('approver_not_allowed', reason);
}

function describeNeed({ groups, roles }: ApproverRequirement): string {
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`the ${what} ${names.map((name) => quote(name)).join(' or ')}`];
  return `An approver needs ${[...list('role', roles), ...list('group', groups)].join(' and ')}.`;
}

function describe(error: unknown): string {
  return error instanceof AgentSafeError ? error.message : describeCause(error);
}

function refuse(code: RiskResetRefusalCode, reason: string): Refusal {
  return { ok: false, code, reason };
}
