import {
  type AuditDraftOf,
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
import type { CapturedState } from './read-state.ts';
import type { Ending, Refusal, Run } from './run.ts';

/** What every record of an execution is about. */
function subject(run: Run): ExecutionSubject {
  const { action, audit_id, caller, target, ticket_id } = run.permit.ticket;
  const { correlationId: correlation_id, rollbackOf: rollback_of } = run;
  return {
    audit_id,
    intent_id: run.intentId === '' ? null : run.intentId,
    action,
    target,
    caller,
    ...(ticket_id === null ? {} : { ticket_id }),
    ...(correlation_id === undefined ? {} : { correlation_id }),
    ...(rollback_of === undefined ? {} : { rollback_of }),
  };
}

/** What is about to be done. It is durable before anything is. */
export function intentDraft(run: Run): AuditDraftOf<'execution_intent'> {
  const { action, execution, executor, grant, ticket, timeout } = run.permit;
  const { params, ...own } = ticket;
  const recorded = run.secrets.cleanObject(params);
  const fields: ExecutionIntentFields = {
    ...subject(run),
    intent_id: run.intentId,
    action_version: action.version,
    definition: own.definition,
    target_type: own.target_type,
    scope: own.scope,
    caller_verified: own.caller_verified,
    chain: own.chain.map(({ agent_id }) => agent_id),
    params: recorded,
    // Of these the log does not hold what a rollback would need.
    params_altered: Object.keys(execution.params).filter((name) => !isSame(recorded[name], execution.params[name])),
    nonce: own.nonce,
    digest: own.digest,
    executor: executor.name,
    credentials: grant === null ? (action.credentials === null ? 'none' : 'ambient') : 'lease',
    timeout_seconds: timeout,
    deadline: new Date(Math.ceil(run.limit.end)).toISOString(),
  };
  return { event_type: 'execution_intent', event_id: run.intentId, fields };
}

/** That credentials are about to be issued: written before they are, so that a crash leaves none that nobody knows of. */
export function issuedDraft(run: Run, leaseId: string): AuditDraftOf<'credential_issued'> {
  const { grant } = run.permit;
  const { vault } = run.services;
  const fields: CredentialIssuedFields = {
    ...subject(run),
    lease_id: leaseId,
    nonce: run.permit.ticket.nonce,
    type: grant?.type ?? null,
    scope: grant === null || grant.scope === null ? null : { ...grant.scope },
    fields: grant === null ? null : run.secrets.cleanObject(grant.fields),
    ttl: grant?.ttl ?? null,
    vault: vault?.name ?? null,
    is_scoped: vault?.isScoped ?? false,
    deadline: new Date(Math.ceil(run.limit.end)).toISOString(),
  };
  return { event_type: 'credential_issued', fields };
}

export function revokedDraft(
  run: Run,
  vault: CredentialVault,
  leaseId: string,
  reason: string | undefined,
): AuditDraftOf<'credential_revoked'> {
  return revocationDraft(subject(run), vault, leaseId, reason);
}

/** @param reason why they are not revoked; undefined where they are: by a vault that scopes nothing, as far as it can */
export function revocationDraft(
  about: ExecutionSubject | NoExecution,
  { isScoped, name }: CredentialVault,
  leaseId: string,
  reason: string | undefined,
): AuditDraftOf<'credential_revoked'> {
  const attempt = { ...about, lease_id: leaseId, vault: name, is_scoped: isScoped };
  const ending = reason === undefined ? ({ revoked: true } as const) : ({ revoked: false, reason } as const);
  return { event_type: 'credential_revoked', fields: { ...attempt, ...ending } };
}

/** The state before, written before anything is done: what a crash interrupts can be taken back too. */
export function beforeDraft(run: Run, state: CapturedState, sealed: readonly string[]): AuditDraftOf<'state_capture'> {
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

export function afterDraft(run: Run, before: CapturedState, after: CapturedState): AuditDraftOf<'state_capture'> {
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

function stateSubject(run: Run) {
  return { ...subject(run), state_fields_declared: run.permit.action.state_fields.map(({ name }) => name) };
}

export function outcomeDraft(run: Run, { code, outcome, reason }: Ending): AuditDraftOf<'execution_outcome'> {
  const { executor, ticket } = run.permit;
  const fields: ExecutionEndedFields = {
    ...subject(run),
    digest: ticket.digest,
    executor: executor.name,
    outcome,
    code,
    reason,
    prechecks: run.prechecks,
    duration_ms: durationOf(run),
    warnings: [...run.warnings],
    ...(run.nothingDone ? { nothing_done: true } : {}),
  };
  return { event_type: 'execution_outcome', fields };
}

/** A refusal, in the words of @agent-safe/tickets, which records its own. */
export function refusalDraft({ code, reason }: Refusal, ticket: Ticket | undefined): AuditDraftOf<'ticket_refused'> {
  const { action = null, audit_id = null, caller = null, nonce = null, target = null } = ticket ?? {};
  return { event_type: 'ticket_refused', fields: { code, reason, action, target, caller, audit_id, nonce } };
}

function isSame(left: JsonObject[string] | undefined, right: JsonObject[string] | undefined): boolean {
  return left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right);
}

/** Milliseconds from the ticket's use to the end of what it was for. */
export function durationOf({ endedAt, startedAt }: Run): number {
  return Math.max(0, endedAt - startedAt);
}
