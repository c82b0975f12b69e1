export { type Changes, watchFile } from './changes.ts';
export type { ApprovalFacts } from './facts.ts';
export type { ApprovalFound } from './find-open.ts';
export { MemoryApprovalStore } from './memory-approval-store.ts';
export { MemoryNoticeStore } from './memory-notice-store.ts';
export type { NotifyFailure, OnNotifyFailure } from './notify/failure.ts';
export type { ApprovalNotice, Notifier } from './notify/notifier.ts';
export { type WebhookNotifierOptions, webhookNotifier } from './notify/webhook-notifier.ts';
export type { Approver, Claimant } from './people.ts';
export {
  APPROVAL_REFUSAL_CODES,
  type ApprovalRefusal,
  type ApprovalRefusalCode,
  type ApprovalResult,
} from './refusal.ts';
export { ApprovalService } from './service.ts';
export type {
  ApprovalAsked,
  ApprovalClaim,
  ApprovalListing,
  ApprovalServiceOptions,
  WaitOptions,
} from './service-types.ts';
export { readApprovalSettings, requirementFor } from './settings.ts';
