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
export type { ApprovalAnswer, ApprovalCancellation, Approvals } from './approvals.ts';
export type { Authority, DelegateRequest, DelegationVerdict } from './authority.ts';
export { openSigner, openVerifiers } from './checkpoint-keys.ts';
export type { NotifierOption, NotifierSettings } from './notifiers.ts';
export { type OpenedAuthority, openAuthority } from './open-authority.ts';
export { openBundle } from './open-bundle.ts';
export type { ApprovalOptions, OpenOptions } from './open-options.ts';
export type { Restraint, Standing } from './standings.ts';
