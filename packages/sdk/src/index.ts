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
  type Diagnostic,
  type ErrorCode,
  type ExecutionTicket,
  type Revocation,
  type RevocationSubject,
} from '@agent-safe/core';
export type { AgentIdentity, DelegationHop, DelegationResult, IdentityRequest } from '@agent-safe/delegation';
export type { Change, ConditionResult, Edit, Explanation, RuleExplanation } from '@agent-safe/pdp';
export type { TicketResult } from '@agent-safe/tickets';
export { type ActionFilter, AgentSafe, type CheckOptions, filterActions } from './agent-safe.ts';
export { openSigner, openVerifiers } from './project/checkpoint-keys.ts';
export { type OpenedAuthority, openAuthority } from './project/open-authority.ts';
export { openBundle } from './project/open-bundle.ts';
export type { ApprovalOptions, OpenOptions } from './project/open-options.ts';
export type { ApprovalAnswer, ApprovalCancellation, Approvals } from './services/approval-gateway.ts';
export type { NotifierOption } from './services/notifiers.ts';
export type { Restraint, Standing } from './services/standings.ts';
export type { Authority, DelegateRequest, DelegationVerdict } from './services/token-service.ts';
