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
  type AuditEvent,
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
  type CheckResult,
  type CredentialLease,
  type CredentialRequest,
  type CredentialRules,
  type CredentialVault,
  type DryRunResult,
  type EffectResult,
  EXECUTION_OUTCOMES,
  type Execution,
  type ExecutionContext,
  type ExecutionOutcome,
  type ExecutionResult,
  type Executor,
  LeaseRefused,
  type MissingField,
  type PrecheckResult,
  type Refused,
  type ScopeProbe,
  type ScopeResult,
  type SealedStateStore,
  type StateReading,
  type StateResult,
  type SupportResult,
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
