export type {
  ApprovalListing,
  ApprovalNotice,
  ApprovalRefusal,
  ApprovalResult,
  Notifier,
  NotifyFailure,
  OnNotifyFailure,
  WaitOptions,
} from '@agent-safe/approvals';
export type {
  Destination,
  DestinationOption,
  DestinationSettings,
  LogVerdict,
  OnShipFailure,
  ShippedEvent,
  Shipper,
  StateCapture,
  StateChange,
} from '@agent-safe/audit';
export {
  type Action,
  AgentSafeError,
  type ApprovalRequest,
  type CheckRequest,
  type Decision,
  type ErrorCode,
  type ExecutionTicket,
  type Problem,
  type Revocation,
  type RevocationSubject,
} from '@agent-safe/core';
export type { AgentIdentity, DelegationHop, DelegationResult, IdentityRequest } from '@agent-safe/delegation';
export type { Change, ConditionResult, Edit, Explanation, RuleExplanation } from '@agent-safe/pdp';
export type { TicketResult } from '@agent-safe/tickets';
export { type ActionFilter, AgentSafe, type CheckOptions, filterActions } from './agent-safe.ts';
export type { NotifierOption, NotifierSettings } from './lazy/notifiers.ts';
export { openBundle } from './project/open-bundle.ts';
export type { ApprovalOptions, OpenOptions } from './project/open-options.ts';
export { openProjectServices, type ProjectServices } from './project/open-project-services.ts';
export type { ApprovalAnswer, ApprovalCancellation, ApprovalGateway } from './services/approval-gateway.ts';
export { openSigner, openVerifiers } from './services/checkpoint-keys.ts';
export type { LimitServices } from './services/limits.ts';
export type { Standing } from './services/standings.ts';
export type { DelegateRequest, DelegationVerdict, TokenService } from './services/token-service.ts';
