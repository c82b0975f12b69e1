export type {
  ApprovalListing,
  ApprovalNotice,
  ApprovalRefusal,
  ApprovalResult,
  Notifier,
  NotifierSettings,
  NotifyFailure,
  OnNotifyFailure,
  WaitOptions,
} from '@agent-safe/approvals';
export type {
  Destination,
  DestinationOption,
  DestinationSettings,
  LoggedEvent,
  LogLine,
  LogVerdict,
  OnShipFailure,
  ShippedEvent,
  Shipper,
  StateCapture,
  StateChange,
} from '@agent-safe/audit';
export {
  type Action,
  type AgentSafeClient,
  AgentSafeError,
  type ApprovalRequest,
  type CheckRequest,
  type Decision,
  type Diagnostic,
  type ErrorCode,
  type ExecutionTicket,
  type InputSchema,
  type Preview,
  type Revocation,
  type RevocationSubject,
  type Subject,
  type Target,
} from '@agent-safe/core';
export type { AgentIdentity, DelegationHop, DelegationResult, IdentityRequest } from '@agent-safe/delegation';
export type { ConditionResult, Edit, RuleExplanation } from '@agent-safe/pdp';
export type { TicketResult } from '@agent-safe/tickets';
export type { ActionType, AnyActions, RequestOf } from './action-types.ts';
export { AgentSafe } from './agent-safe.ts';
export { backupProject, restoreProject } from './backups.ts';
export type { CheckOptions, ExplainOptions } from './check-options.ts';
export type { NotifierOption } from './lazy/notifiers.ts';
export type { Change, Explanation } from './pipeline/explain.ts';
export type { ApprovalUse } from './pipeline/request/approval-use.ts';
export type { VerifiedCaller, VerifiedRequest } from './pipeline/request/verified-request.ts';
export { openBundle } from './project/open-bundle.ts';
export type { ApprovalOptions, ExecutionOptions, OpenOptions, RunnerSettingsOption } from './project/open-options.ts';
export { openProjectServices, type ProjectServices } from './project/open-project-services.ts';
export type { RunnerApi } from './runner/runner-api.ts';
export type {
  AllowedRequest,
  FoundRequests,
  FoundSubjects,
  MissingParams,
  SearchOptions,
  SearchRefusal,
  WhatCan,
  WhoCan,
} from './search/search-types.ts';
export type { ActionsApi } from './services/actions-api.ts';
export type { ApprovalAnswer, ApprovalCancellation } from './services/approval-answer.ts';
export type { ApprovalGateway } from './services/approval-gateway.ts';
export type { ApprovalsApi, ApproverAnswer } from './services/approvals-api.ts';
export type { AuditApi } from './services/audit-api.ts';
export type {
  BackupCode,
  BackupDone,
  BackupOptions,
  BackupResult,
  RestoreCode,
  RestoreDone,
  RestoreOptions,
  RestoreResult,
} from './services/backup/backup-types.ts';
export { type ActionFilter, filterActions, type TargetFilter } from './services/catalog.ts';
export { openSigner, openVerifiers } from './services/checkpoint-keys.ts';
export type { LimitEffect } from './services/limit-effect.ts';
export type { LimitServices } from './services/limits.ts';
export { openLogAnchors, type ProjectAnchors } from './services/log-anchors.ts';
export type { RevocationsApi } from './services/revocations-api.ts';
export type { RiskApi } from './services/risk-api.ts';
export type { RiskReset, RiskResetDone, RiskResetRefusalCode, RiskResetResult } from './services/risk-reset.ts';
export type { NextRequest, Standing } from './services/standings.ts';
export type {
  StateRebuild,
  StateRebuildCode,
  StateRebuildDone,
  StateRebuildResult,
} from './services/state/rebuild-types.ts';
export type { StateApi } from './services/state/state-api.ts';
export type { SubjectFilter, SubjectsApi } from './services/subjects-api.ts';
export type { DelegateRequest, DelegationVerdict, TokenService } from './services/token-service.ts';
export type { TokensApi } from './services/tokens-api.ts';
