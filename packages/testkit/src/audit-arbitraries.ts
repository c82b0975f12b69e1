import {
  APPROVAL_STATUSES,
  type AuditDraft,
  type AuditEventFields,
  type AuditEventType,
  DECISION_CODES,
  DECISION_RESULTS,
  EXECUTION_OUTCOMES,
  type ExecutionSubject,
  type JsonObject,
  RISK_CLASSES,
} from '@agent-safe/core';
import fc from 'fast-check';

type Draft<Type extends AuditEventType> = fc.Arbitrary<AuditEventFields[Type]>;
/** Arbitraries of optional members. Every member must be named. */
type Optional<Fields> = { [Name in keyof Fields]-?: fc.Arbitrary<Exclude<Fields[Name], undefined>> };

const text = fc.string();
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const texts = fc.array(text, { maxLength: 3 });
const count = fc.nat();
const flag = fc.boolean();
const code = fc.constantFrom('scope_mismatch', 'ticket_expired', 'role_not_held', 'aborted');
const time = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const json = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }) as fc.Arbitrary<JsonObject>;
const risk = fc.constantFrom(...RISK_CLASSES);
const result = fc.constantFrom(...DECISION_RESULTS);
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);

/** Generates objects with all members of `required` and some of `optional`. */
function fields<Required extends object, Rest extends object>(
  required: { [Name in keyof Required]: fc.Arbitrary<Required[Name]> },
  optional: { [Name in keyof Rest]: fc.Arbitrary<Rest[Name]> },
): fc.Arbitrary<Required & Partial<Rest>> {
  return fc
    .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }))
    .map(([has, may]) => ({ ...(has as Required), ...(may as Partial<Rest>) }));
}

const linked: Optional<Pick<ExecutionSubject, 'correlation_id' | 'rollback_of' | 'ticket_id'>> = {
  correlation_id: text,
  rollback_of: text,
  ticket_id: text,
};
const named = { audit_id: text, action: text, target: nullable(text), caller: nullable(text) };
const subject = { ...named, intent_id: nullable(text) };
const missing = fc.array(fields({ field: text, reason: text }, { absent: flag }), { maxLength: 2 });
const captured = { state_fields_declared: texts, state_fields_captured: texts };
const attempt = { lease_id: text, vault: nullable(text), is_scoped: flag };
const revoked = { ...attempt, revoked: fc.constant(true as const) };
const notRevoked = { ...attempt, revoked: fc.constant(false as const), reason: text };
const lapsed = { lapsed: fc.constant(true as const) };
const about = { ticket_id: linked.ticket_id, correlation_id: linked.correlation_id };
const kind = fc.constantFrom('agent', 'token', 'all');

const FIELDS: { readonly [Type in AuditEventType]: Draft<Type> } = {
  decision: fc.oneof(
    fields(
      {
        ...named,
        result,
        code: fc.constantFrom(...DECISION_CODES),
        reason: text,
        action_version: nullable(text),
        caller_verified: flag,
        params: json,
        risk_class: risk,
        effective_risk: risk,
        policy_matched: nullable(text),
        digest: nullable(text),
        policy_digest: text,
        evaluated_at: time,
      },
      {
        ...linked,
        chain: texts,
        cumulative_risk_score: count,
        cumulative_risk_class: risk,
        escalated_from: result,
        request_id: text,
      },
    ),
    fc.record({
      audit_id: text,
      result: fc.constant('deny' as const),
      code: fc.constant('audit_unavailable' as const),
      reason: text,
    }),
  ),
  approval_requested: fc.record({
    ...named,
    request_id: text,
    version: fc.constant(1),
    digest: text,
    action_version: nullable(text),
    caller_verified: flag,
    chain: texts,
    caller_tokens: texts,
    risk_class: risk,
    effective_risk: risk,
    reason: text,
    policy_matched: nullable(text),
    audit_seq: count,
    ticket_id: nullable(text),
    created_at: time,
    expires_at: time,
    required: fc.record(
      {
        quorum: fc.integer({ min: 1, max: 9 }),
        roles: texts,
        groups: texts,
        also: fc.array(fc.record({ roles: texts, groups: texts }), { maxLength: 2 }),
      },
      { requiredKeys: ['quorum', 'roles', 'groups'] },
    ),
    mark: text,
  }),
  approval_resolved: fc.record({
    ...named,
    request_id: text,
    version: fc.integer({ min: 2, max: 99 }),
    status: fc.constantFrom(...APPROVAL_STATUSES),
    decision: fc.constantFrom('approve', 'deny', 'cancel', 'expire', 'claim', 'withdraw'),
    approver: nullable(text),
    approver_chain: texts,
    reason: text,
    digest: text,
    claimed_by_audit_id: nullable(text),
    mark: text,
  }),
  delegation: fc.oneof(
    fc.record({
      result: fc.constant('allow' as const),
      parent_agent_id: text,
      child_agent_id: text,
      chain: texts,
      roles: texts,
      groups: texts,
      actions: nullable(texts),
      targets: nullable(texts),
      max_depth: nullable(count),
      jti: text,
      parent_jti: nullable(text),
      expires_at: time,
    }),
    fc.record({
      result: fc.constant('deny' as const),
      code,
      reason: text,
      parent_agent_id: nullable(text),
      child_agent_id: nullable(text),
    }),
  ),
  revocation: fc.oneof(
    fc.record({ change: fc.constant('revoked' as const), kind, id: text, issued_until: nullable(time) }),
    fc.record({ change: fc.constant('lifted' as const), kind, id: text }),
  ),
  risk_reset: fc.record({
    key: fc.constantFrom('agent:worker', 'name:worker', 'unverified:', 'nobody:'),
    caller: nullable(text),
    approvers: fc.array(fc.record({ agent_id: text, chain: texts }), { maxLength: 3 }),
    reason: text,
    reset_until: time,
    cumulative_risk_score: nullable(count),
    circuit: nullable(fc.constantFrom('off', 'closed', 'open', 'half_open')),
    denials: nullable(count),
  }),
  state_rebuilt: fc.record({
    reason: text,
    replaced: nullable(text),
    tickets_until: time,
    logs: fc.array(fc.record({ name: text, events: count }), { maxLength: 3 }),
    revocations: count,
    tickets: count,
    canceled: texts,
  }),
  ticket_redeemed: fc.record({
    nonce: text,
    audit_id: text,
    action: text,
    target: nullable(text),
    caller: nullable(text),
    expires_at: time,
  }),
  tokens_refused: fc.record({ count: fc.integer({ min: 1 }), recorded: fc.nat(), since: time, until: time }),
  ticket_refused: fc.record({
    code,
    reason: text,
    action: nullable(text),
    target: nullable(text),
    caller: nullable(text),
    audit_id: nullable(text),
    nonce: nullable(text),
  }),
  execution_intent: fields(
    {
      ...named,
      intent_id: text,
      action_version: text,
      definition: nullable(text),
      target_type: nullable(text),
      scope: nullable(json),
      caller_verified: flag,
      chain: texts,
      params: json,
      params_altered: texts,
      nonce: text,
      digest: nullable(text),
      executor: text,
      credentials: fc.constantFrom('ambient', 'lease', 'none'),
      timeout_seconds: fc.integer({ min: 1, max: 3_600 }),
      deadline: time,
    },
    linked,
  ),
  execution_outcome: fc.oneof(
    fields(
      {
        ...subject,
        digest: nullable(text),
        executor: text,
        outcome: fc.constantFrom(...EXECUTION_OUTCOMES),
        code: nullable(code),
        reason: text,
        prechecks: fc.array(
          fc.record({
            name: text,
            blocking: flag,
            outcome: fc.constantFrom('passed', 'failed', 'cannot_tell'),
            reason: text,
          }),
          { maxLength: 2 },
        ),
        duration_ms: count,
        warnings: texts,
      },
      { ...linked, nothing_done: flag },
    ),
    fields(
      {
        ...subject,
        digest: nullable(text),
        executor: nullable(text),
        outcome: fc.constant('unknown' as const),
        code: fc.constant('interrupted' as const),
        reason: text,
      },
      linked,
    ),
  ),
  state_capture: fc.oneof(
    fields(
      {
        ...subject,
        ...captured,
        before_state: nullable(json),
        state_fields_altered: texts,
        state_fields_missing: missing,
        sealed: texts,
      },
      linked,
    ),
    fields(
      {
        ...subject,
        ...captured,
        after_state: nullable(json),
        capture_duration_ms: count,
        after_fields_altered: texts,
        after_fields_missing: missing,
      },
      linked,
    ),
    fields({ ...named, before_state: json }, about),
    fields({ ...named, ...captured, after_state: json, capture_duration_ms: count }, about),
    fields({ ...named, ...captured, before_state: json, after_state: json }, about),
  ),
  credential_issued: fields(
    {
      ...subject,
      lease_id: text,
      nonce: text,
      type: nullable(text),
      scope: nullable(json),
      fields: nullable(json),
      ttl: nullable(fc.integer({ min: 1, max: 3_600 })),
      vault: nullable(text),
      is_scoped: flag,
      deadline: time,
    },
    linked,
  ),
  credential_revoked: fc.oneof(
    fields({ ...subject, ...revoked }, linked),
    fields({ ...subject, ...notRevoked }, { ...linked, ...lapsed }),
    fc.record(revoked),
    fields(notRevoked, lapsed),
  ),
  log_sealed: fc.record({ torn: fc.record({ offset: count, length: fc.integer({ min: 1, max: 9_999 }), sha256 }) }),
  log_restarted: fc.record({
    reason: fc.string({ minLength: 1 }),
    archive: fc.string({ minLength: 1 }),
    verdict: fc.constantFrom('ok', 'ok, anchored locally', 'ok, unanchored', 'tampered', 'torn', 'unreadable'),
    events: count,
    entry_hash_before: sha256,
  }),
  checkpoint: fc.record({
    size: fc.integer({ min: 1, max: 9_999 }),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    note: fc.string({ minLength: 1 }),
  }),
};

/** Generates audit drafts of one event type, or of every type. Optional members are sometimes missing. */
export function auditDraft(type?: AuditEventType): fc.Arbitrary<AuditDraft> {
  const types = type === undefined ? (Object.keys(FIELDS) as AuditEventType[]) : [type];
  return fc.oneof(
    ...types.map((event_type) => FIELDS[event_type].map((own) => ({ event_type, fields: own }) as AuditDraft)),
  );
}
