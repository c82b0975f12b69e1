export { MemoryApprovalStore } from './memory/memory-approval-store.ts';
export { MemoryNoticeStore } from './memory/memory-notice-store.ts';
export type { NotifyFailure, OnNotifyFailure } from './notify/failure.ts';
export type { ApprovalNotice, Notifier } from './notify/notifier.ts';
export { type NotifierSettings, notifierShape } from './notify/notifier-settings.ts';
export { type WebhookNotifierOptions, webhookNotifier } from './notify/webhook-notifier.ts';
export type { ApprovalSubject } from './request/approval-subject.ts';
export { type Approver, type Claimant, isAllowed as meetsRequirement, rootOf } from './request/approvers.ts';
export {
  APPROVAL_REFUSAL_CODES,
  type ApprovalRefusal,
  type ApprovalRefusalCode,
  type ApprovalResult,
} from './request/refusal.ts';
export { checkReason } from './request/transitions.ts';
export type { ApprovalFound } from './resolve/find-open.ts';
export { ApprovalService } from './service/service.ts';
export type {
  ApprovalAsked,
  ApprovalClaim,
  ApprovalListing,
  ApprovalServiceOptions,
  WaitOptions,
} from './service/service-types.ts';
export { approvalsShape, readApprovalSettings, requirementFor } from './service/settings.ts';
