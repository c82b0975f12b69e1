import {
  type AuditDraftOf,
  type CheckResult,
  type CredentialIssuedFields,
  type CredentialVault,
  canonicalJson,
  type ExecutionEndedFields,
  type ExecutionIntentFields,
  type ExecutionSubject,
  type JsonObject,
  type NoExecution,
  type StateAfterFields,
  type StateBeforeFields,
} from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import type { RunContext } from '../run/run-context.ts';
import type { CheckedPrecheck } from '../run/run-result.ts';
import type {
  CapturedState,
  CredentialGrant,
  Ending,
  EventSubject,
  IntendedRun,
  Refusal,
} from '../run/stage-results.ts';

/** Returns the fields that link an event to its execution. */
function subjectOf({ correlationId, intentId, rollbackOf, ticket }: EventSubject): ExecutionSubject {
  const { action, audit_id, caller, target, ticket_id } = ticket;
  return {
    audit_id,
    intent_id: intentId ?? null,
    action,
    target,
    caller,
    ...(ticket_id === null ? {} : { ticket_id }),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    ...(rollbackOf === undefined ? {} : { rollback_of: rollbackOf }),
  };
}

/** Builds the intent of an execution. It is durable before the execution begins. */
export function intentDraft({ redactor }: RunContext, intended: IntendedRun): AuditDraftOf<'execution_intent'> {
  const { action, execution, executor, grant, limit, ticket, timeout } = intended;
  const { params, ...own } = ticket;
  const recorded = redactor.redactObject(params, new Set(action.parameters.map(({ name }) => name)));
  const fields: ExecutionIntentFields = {
    ...subjectOf(intended),
    intent_id: intended.intentId,
    action_version: action.version,
    definition: own.definition,
    target_type: own.target_type,
    scope: own.scope,
    caller_verified: own.caller_verified,
    chain: own.chain.map(({ agent_id }) => agent_id),
    params: recorded,
    // The log does not hold the original values of these parameters, so a rollback cannot read them from it.
    params_altered: Object.keys(execution.params).filter((name) => !isSame(recorded[name], execution.params[name])),
    nonce: own.nonce,
    digest: own.digest,
    executor: executor.name,
    credentials: grant === null ? (action.credentials === null ? 'none' : 'ambient') : 'lease',
    timeout_seconds: timeout,
    deadline: new Date(Math.ceil(limit.end)).toISOString(),
  };
  return { event_type: 'execution_intent', event_id: intended.intentId, fields };
}

/** Builds the event that is recorded before credentials are issued, so that a crash leaves no unrecorded credentials. */
export function issuedDraft(
  { redactor, services: { vault } }: RunContext,
  subject: EventSubject,
  {
    grant,
    leaseId,
    limit,
  }: { readonly grant: CredentialGrant; readonly leaseId: string; readonly limit: { readonly end: number } },
): AuditDraftOf<'credential_issued'> {
  const fields: CredentialIssuedFields = {
    ...subjectOf(subject),
    lease_id: leaseId,
    nonce: subject.ticket.nonce,
    type: grant.type,
    scope: grant.scope === null ? null : { ...grant.scope },
    fields: redactor.redactObject(grant.fields),
    ttl: grant.ttl,
    vault: vault?.name ?? null,
    is_scoped: vault?.isScoped ?? false,
    deadline: new Date(Math.ceil(limit.end)).toISOString(),
  };
  return { event_type: 'credential_issued', fields };
}

/** Builds the event of an attempt to revoke the credentials of one execution. */
export function revokedDraft(
  subject: EventSubject,
  vault: CredentialVault,
  leaseId: string,
  revoked: CheckResult,
): AuditDraftOf<'credential_revoked'> {
  return revocationDraft(subjectOf(subject), vault, leaseId, revoked);
}

/** Builds the event of an attempt to revoke credentials. @param revoked result of the attempt */
export function revocationDraft(
  about: ExecutionSubject | NoExecution,
  { isScoped, name }: CredentialVault,
  leaseId: string,
  revoked: CheckResult,
): AuditDraftOf<'credential_revoked'> {
  const attempt = { ...about, lease_id: leaseId, vault: name, is_scoped: isScoped };
  const ending = revoked.ok ? ({ revoked: true } as const) : ({ revoked: false, reason: revoked.reason } as const);
  return { event_type: 'credential_revoked', fields: { ...attempt, ...ending } };
}

/** Builds the event of the state before. It is recorded before the action, so an interrupted run can be rolled back too. */
export function beforeDraft(
  run: IntendedRun,
  state: CapturedState,
  sealed: readonly string[],
): AuditDraftOf<'state_capture'> {
  const captured = Object.keys(state.recorded);
  const fields: StateBeforeFields = {
    ...stateSubject(run),
    before_state: captured.length === 0 ? null : state.recorded,
    state_fields_captured: captured,
    state_fields_altered: state.altered,
    state_fields_missing: state.missing,
    sealed,
  };
  return { event_type: 'state_capture', fields };
}

/** Builds the event of the state after an action. */
export function afterDraft(
  run: IntendedRun,
  before: CapturedState,
  after: CapturedState,
): AuditDraftOf<'state_capture'> {
  const captured = Object.keys(after.recorded);
  const fields: StateAfterFields = {
    ...stateSubject(run),
    after_state: captured.length === 0 ? null : after.recorded,
    capture_duration_ms: Math.max(0, after.at - before.at),
    state_fields_captured: [...new Set([...Object.keys(before.recorded), ...captured])].sort(),
    after_fields_altered: after.altered,
    after_fields_missing: after.missing,
  };
  return { event_type: 'state_capture', fields };
}

function stateSubject(run: IntendedRun) {
  return { ...subjectOf(run), state_fields_declared: run.action.state_fields.map(({ name }) => name) };
}

/** Result of an execution, for its last event. */
export interface Outcome {
  readonly ending: Ending;
  readonly prechecks: readonly CheckedPrecheck[];
  readonly nothingDone: boolean;
  /** In milliseconds. */
  readonly duration: number;
  readonly warnings: readonly string[];
}

/** Builds the last event of an execution. */
export function outcomeDraft(
  run: IntendedRun,
  { duration, ending, nothingDone, prechecks, warnings }: Outcome,
): AuditDraftOf<'execution_outcome'> {
  const fields: ExecutionEndedFields = {
    ...subjectOf(run),
    digest: run.ticket.digest,
    executor: run.executor.name,
    ...ending,
    prechecks,
    duration_ms: duration,
    warnings: [...warnings],
    ...(nothingDone ? { nothing_done: true } : {}),
  };
  return { event_type: 'execution_outcome', fields };
}

/** Builds the event of a refused ticket. `@agent-safe/tickets` records the refusals of its verifier in the same form. */
export function refusalDraft({ code, reason }: Refusal, ticket: Ticket | undefined): AuditDraftOf<'ticket_refused'> {
  const { action = null, audit_id = null, caller = null, nonce = null, target = null } = ticket ?? {};
  return { event_type: 'ticket_refused', fields: { code, reason, action, target, caller, audit_id, nonce } };
}

/** The use of a ticket by a run that ends before its intent. An intent records the use itself. */
export function redeemedDraft(ticket: Ticket): AuditDraftOf<'ticket_redeemed'> {
  const { action, audit_id, caller, expires_at, nonce, target } = ticket;
  return { event_type: 'ticket_redeemed', fields: { nonce, audit_id, action, target, caller, expires_at } };
}

function isSame(left: JsonObject[string] | undefined, right: JsonObject[string] | undefined): boolean {
  return left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right);
}
