export type {
  Action,
  ActionParameter,
  CredentialScope,
  ParameterConstraints,
  Precheck,
  StateField,
} from './action.ts';
export {
  APPROVAL_STATUSES,
  type ApprovalCreation,
  type ApprovalEntry,
  type ApprovalFilter,
  type ApprovalRequest,
  type ApprovalResolution,
  type ApprovalSettings,
  type ApprovalStatus,
  type ApprovalStore,
  type ApproverRequirement,
  DEFAULT_APPROVALS,
  type DueNotice,
  type NoticeStore,
  pendingKey,
  type RecordedVersion,
  requesterOf,
} from './approval.ts';
export {
  AUDIT_EVENT_TYPES,
  type AuditDraft,
  type AuditDraftOf,
  type AuditEnvelope,
  type AuditEvent,
  type AuditEventOf,
  type AuditEventType,
  type AuditReceipt,
  type AuditSink,
} from './audit.ts';
export { BUNDLE_FORMAT, type Bundle, digestBundle, digestPolicies, sealBundle, sortBy } from './bundle.ts';
export { type Caller, holdsToken, type Identification, identifyByName } from './caller.ts';
export { canonicalJson } from './canonical-json.ts';
export {
  type CheckRequest,
  DECISION_CODES,
  type Decision,
  type DecisionCode,
  type ExecutionTicket,
  type Verdict,
} from './decision.ts';
export {
  DEFAULT_DELEGATION,
  type DelegationGrant,
  type DelegationScope,
  type DelegationSettings,
} from './delegation.ts';
export {
  bindRequest,
  type DigestInput,
  digestAction,
  digestBinding,
  digestJson,
  digestRequest,
  MASK,
  maskParams,
  maskValue,
  plain,
  type RequestBinding,
  sha256,
} from './digest.ts';
export { effectiveRisk } from './effective-risk.ts';
export { AgentSafeError, type AgentSafeErrorOptions, describeCause, type ErrorCode } from './errors.ts';
export {
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  type DryRunResult,
  EXECUTION_OUTCOMES,
  type Execution,
  type ExecutionContext,
  type ExecutionOutcome,
  type ExecutionResult,
  type Executor,
  LeaseRefused,
  type MissingField,
  type PrecheckResult,
  type SealedStateStore,
  type StateReading,
} from './execution.ts';
export { compileGlob } from './glob.ts';
export {
  deepFreeze,
  describeType,
  isFlat,
  isJsonArray,
  JSON_LIMITS,
  JsonError,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
  quote,
  snapshotJson,
} from './json.ts';
export { parseJson } from './json-text.ts';
export type {
  Admission,
  CircuitState,
  CumulativeRisk,
  KeyListing,
  LimitReport,
  LimitStore,
  RateLimit,
  RiskEntry,
  RiskReport,
  RiskScore,
  RiskStore,
} from './limits.ts';
export type { ApprovalRequestedFields, ApprovalResolvedFields } from './model/audit-events/approval.ts';
export type { AuditEventFields } from './model/audit-events/audit-event-fields.ts';
export type {
  CredentialIssuedFields,
  CredentialNotRevokedFields,
  CredentialRevokedFields,
  LeaseNotRevokedFields,
  LeaseRevokedFields,
  NoExecution,
} from './model/audit-events/credentials.ts';
export type { DecisionCorrectionFields, DecisionFields } from './model/audit-events/decision.ts';
export type { DelegationGrantedFields, DelegationRefusedFields } from './model/audit-events/delegation.ts';
export type {
  ExecutionEndedFields,
  ExecutionIntentFields,
  ExecutionInterruptedFields,
  ExecutionSubject,
  RecordedPrecheck,
  TicketRefusedFields,
} from './model/audit-events/execution.ts';
export type {
  LegacyAuditEvent,
  LegacyDecisionEvent,
  LegacyExecutionEvent,
  LegacyPrecheck,
  LegacyStateCaptureEvent,
} from './model/audit-events/legacy.ts';
export type { CheckpointFields, LogSealedFields } from './model/audit-events/log.ts';
export type { LiftedFields, RevokedFields } from './model/audit-events/revocation.ts';
export type {
  ReportedStateAfterFields,
  ReportedStateBeforeFields,
  ReportedStatesFields,
  StateAfterFields,
  StateBeforeFields,
} from './model/audit-events/state-capture.ts';
export { nearest, nearestSlip } from './nearest.ts';
export { ParameterReader, type ParameterSlots } from './parameters.ts';
export { compilePattern, PATTERN_LIMITS, PatternError } from './pattern.ts';
export type { CallerSelector, PolicyMatch, PolicyRule, TargetSelector, TimeWindow } from './policy.ts';
export { formatPlace, formatProblem, type Problem } from './problem.ts';
export {
  type Bearer,
  covers,
  type NonceStore,
  type Revocation,
  type RevocationSubject,
  type Revocations,
} from './state.ts';
export type { Binding, Target, TargetScope } from './target.ts';
export { compileTicketId } from './ticket-id.ts';
export { describeUnknownField } from './unknown-field.ts';
export { compileValueCheck, type ValueCheck } from './value-check.ts';
export {
  DECISION_RESULTS,
  type DecisionResult,
  ENVIRONMENTS,
  type Environment,
  PARAMETER_TYPES,
  type ParameterType,
  RISK_CLASSES,
  type RiskClass,
  SENSITIVITIES,
  type Sensitivity,
} from './vocabulary.ts';
