export type {
  ApiKeyChangedFields,
  SessionEndedFields,
  SignedInFields,
  SignInRefusedFields,
  SignInsRefusedFields,
  UserChangedFields,
} from './audit-events/accounts.ts';
export type { ApprovalRequestedFields, ApprovalResolvedFields } from './audit-events/approval.ts';
export {
  AUDIT_EVENT_TYPES,
  type AuditDraft,
  type AuditDraftOf,
  type AuditEnvelope,
  type AuditEvent,
  type AuditEventOf,
  type AuditEventType,
  type AuditReceipt,
} from './audit-events/audit-event.ts';
export type { AuditEventFields } from './audit-events/audit-event-fields.ts';
export type { BackupRestoredFields } from './audit-events/backup-restored.ts';
export type {
  CredentialIssuedFields,
  CredentialNotRevokedFields,
  CredentialRevokedFields,
  LeaseNotRevokedFields,
  LeaseRevokedFields,
  NoExecution,
} from './audit-events/credentials.ts';
export type { DecisionCorrectionFields, DecisionFields } from './audit-events/decision.ts';
export type { DelegationGrantedFields, DelegationRefusedFields } from './audit-events/delegation.ts';
export type {
  ExecutionEndedFields,
  ExecutionIntentFields,
  ExecutionInterruptedFields,
  ExecutionSubject,
  RecordedPrecheck,
  TicketRefusedFields,
} from './audit-events/execution.ts';
export { isStateFact } from './audit-events/is-state-fact.ts';
export type {
  LegacyAuditEvent,
  LegacyDecisionEvent,
  LegacyExecutionEvent,
  LegacyPrecheck,
  LegacyStateCaptureEvent,
} from './audit-events/legacy.ts';
export type { CheckpointFields, LogArchivedFields, LogRestartedFields, LogSealedFields } from './audit-events/log.ts';
export type { LiftedFields, RevokedFields } from './audit-events/revocation.ts';
export type { RiskResetApprover, RiskResetFields } from './audit-events/risk-reset.ts';
export type {
  ReportedStateAfterFields,
  ReportedStateBeforeFields,
  ReportedStatesFields,
  StateAfterFields,
  StateBeforeFields,
} from './audit-events/state-capture.ts';
export type { RebuiltLog, StateRebuiltFields, TicketRedeemedFields } from './audit-events/state-facts.ts';
export type { TokensRefusedFields } from './audit-events/tokens.ts';
export { closestMatch, didYouMean, suggest } from './diagnostics/closest-match.ts';
export { type Diagnostic, formatDiagnostic, formatPlace } from './diagnostics/diagnostic.ts';
export {
  AgentSafeError,
  type AgentSafeErrorOptions,
  describeCause,
  ERROR_CODES,
  type ErrorCode,
} from './diagnostics/errors.ts';
export { describeUnknownField } from './diagnostics/unknown-field.ts';
export { addBundleDigest, BUNDLE_FORMAT, type Bundle, digestBundle, digestPolicies, sortBy } from './digest/bundle.ts';
export { capJson, countJsonBytes, isStub, stubOf } from './digest/cap.ts';
export {
  bindRequest,
  type DigestInput,
  digestAction,
  digestBinding,
  digestJson,
  isMask,
  listMasked,
  maskParams,
  maskValue,
  plain,
  type RequestBinding,
  sha256,
} from './digest/digest.ts';
export { canonicalJson } from './json/canonical-json.ts';
export { findHiddenCharacters, type HiddenCharacter } from './json/hidden-character.ts';
export {
  deepFreeze,
  describeType,
  isDeepFrozen,
  isFlat,
  isJsonArray,
  JsonError,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
  quote,
  snapshotJson,
} from './json/json.ts';
export { findDuplicateKey, parseJson } from './json/json-text.ts';
export {
  type AccountRecord,
  API_KEY_SCOPES,
  type ApiKey,
  type ApiKeyScope,
  type ApiKeySecret,
  SERVER_ROLES,
  type ServerRole,
  type Session,
  SIGN_IN_METHODS,
  type SignInLink,
  type SignInMethod,
  USER_SOURCES,
  type User,
  type UserSource,
} from './model/account.ts';
export {
  type Action,
  type ActionParameter,
  type CredentialScope,
  needsTarget,
  type ParameterConstraints,
  type Precheck,
  type StateField,
} from './model/action.ts';
export {
  APPROVAL_STATUSES,
  type ApprovalBasis,
  type ApprovalEntry,
  type ApprovalRequest,
  type ApprovalResolution,
  type ApprovalSettings,
  type ApprovalStatus,
  type ApproverCriteria,
  type ApproverRequirement,
  currentApprovals,
  DEFAULT_APPROVALS,
  pendingKey,
  type RecordedVersion,
  type RuleApprovers,
  requesterOf,
} from './model/approval.ts';
export {
  type Caller,
  type DelegatorHolding,
  holdsToken,
  type Identification,
  identifyByName,
} from './model/caller.ts';
export type { CredentialLease, CredentialRequest, RecordedLease } from './model/credentials.ts';
export {
  type CheckRequest,
  DECISION_CODES,
  type Decision,
  type DecisionCode,
  type ExecutionTicket,
  type Preview,
  type Verdict,
} from './model/decision.ts';
export {
  DEFAULT_DELEGATION,
  type DelegationGrant,
  type DelegationScope,
  type DelegationSettings,
  type TargetGlobs,
} from './model/delegation.ts';
export { effectiveRisk, riskOf } from './model/effective-risk.ts';
export {
  EXECUTION_OUTCOMES,
  type ExecutionOutcome,
  type MissingField,
  PRECHECK_OUTCOMES,
  type PrecheckOutcome,
} from './model/execution.ts';
export type { CircuitState, CumulativeRisk, KeyLimits, RateLimit } from './model/limits.ts';
export type {
  CallerSelector,
  PolicyMatch,
  PolicyRule,
  RequiredApprovals,
  TargetSelector,
  TimeWindow,
  ValidPeriod,
} from './model/policy.ts';
export type { ParameterTest, ParameterTests, ScopeSelector } from './model/policy-conditions.ts';
export { type CheckResult, PASSED, type Passed, type Refused } from './model/result.ts';
export { type Bearer, covers, type Revocation, type RevocationSubject } from './model/revocation.ts';
export { listMissingSources, listRollbackSources } from './model/rollback-sources.ts';
export {
  ACCOUNT_PATTERN,
  AUDIT_FORMATS,
  type AuditFormat,
  DEFAULT_CHECKPOINTS,
  DEFAULT_CUMULATIVE_RISK,
  DEFAULT_RATE_LIMIT,
  DEFAULT_SECRET_VARIABLE,
  DEFAULT_SYSLOG_PORT,
  DEFAULT_TICKETS,
  NAME_PATTERN,
  ROLE_ARN_PATTERN,
  SETTING_LIMITS,
  URL_PATTERN,
  VARIABLE_PATTERN,
  VISIBLE_PATTERN,
  WITNESS_KEY_PATTERN,
  WITNESS_URL_PATTERN,
  WORDS_PATTERN,
} from './model/setting-limits.ts';
export { AGENT_TYPE, agentIdOf, type Subject, type SubjectProperty } from './model/subject.ts';
export { type Binding, missingScope, TARGET_SCOPE_FIELDS, type Target, type TargetScope } from './model/target.ts';
export { DAY_NAMES, type DayName, isTimezone, parseInstant, parseTimeOfDay } from './model/time.ts';
export { DEFAULT_AUDIENCE, DEFAULT_ISSUER } from './model/token-defaults.ts';
export { ISSUER_ALGORITHMS, type IssuerAlgorithm, type TrustedIssuer } from './model/trusted-issuer.ts';
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
} from './model/vocabulary.ts';
export { bindingContains, bindingEntries, compileBinding, isBindingGlob } from './patterns/binding.ts';
export { bindingCanMatch } from './patterns/bound-values.ts';
export { compileChangeTicketPattern } from './patterns/change-ticket.ts';
export { compileGlob } from './patterns/glob.ts';
export { type InputSchema, inputSchema, type ValueSchema } from './patterns/input-schema.ts';
export { compileNamePattern } from './patterns/name-pattern.ts';
export { LARGEST_PARAMS, ParameterReader, type ParameterSlots, type ParametersResult } from './patterns/parameters.ts';
export { compilePathGlob, pathGlobContains } from './patterns/path-glob.ts';
export { compilePattern, PatternError } from './patterns/pattern.ts';
export { patternExamples } from './patterns/pattern-examples.ts';
export { compileValueCheck, isSameScalar, lengthOf, type ValueCheck } from './patterns/value-check.ts';
export type { AccountServices, AccountStore, AccountTable } from './ports/account-store.ts';
export type {
  AgentSafeClient,
  ApprovalAnswered,
  ApprovalUnanswered,
  ClientActionFilter,
  ClientCheckOptions,
  ClientRunOptions,
  ClientTargetFilter,
  ClientWaitOptions,
  ExecutionRefusal,
  ExecutionReport,
} from './ports/agent-safe-client.ts';
export type { ApprovalCreation, ApprovalFilter, ApprovalStore } from './ports/approval-store.ts';
export type { ArchivedEvents, AuditQuery, AuditReader, LoggedEvent, LogLine } from './ports/audit-reader.ts';
export { type AuditSink, requireReceipts } from './ports/audit-sink.ts';
export { type ChangeFeed, LocalChangeFeed } from './ports/change-feed.ts';
export { type CredentialSweep, type CredentialVault, LeaseRefused, type SweptLease } from './ports/credential-vault.ts';
export { describeArchived } from './ports/describe-archived.ts';
export type { EncryptedStateStore } from './ports/encrypted-state-store.ts';
export type {
  CredentialRules,
  DryRunResult,
  EffectResult,
  Execution,
  ExecutionContext,
  ExecutionResult,
  Executor,
  PrecheckResult,
  ScopeProbe,
  ScopeResult,
  StateReading,
  StateResult,
  SupportResult,
} from './ports/executor.ts';
export type { KeyListing } from './ports/key-listing.ts';
export type { Admission, LimitReport, LimitStore } from './ports/limit-store.ts';
export type { LogCheckpoint, LogCheckpoints, LogPlace } from './ports/log-checkpoints.ts';
export type { NonceStore } from './ports/nonce-store.ts';
export type { DueNotice, NoticeStore } from './ports/notice-store.ts';
export type { Revocations } from './ports/revocations.ts';
export type { RiskEntry, RiskReport, RiskScore, RiskStore } from './ports/risk-store.ts';
export type {
  KnownLog,
  LogFacts,
  LogName,
  RebuiltState,
  RecordedAccount,
  StateFacts,
  UsedTicket,
} from './ports/state-facts.ts';
export type { Stores } from './ports/stores.ts';
export { MASK } from './secrets/mask.ts';
export { type NamedSecrets, type RedactNamesOptions, redactNames } from './secrets/redact-names.ts';
export { makeSecretNames, SECRET_NAMES, type SecretNames } from './secrets/secret-names.ts';
