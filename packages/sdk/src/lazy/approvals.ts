/** Approval services. They load when an approval is requested or answered, because most decisions need none. */
export {
  ApprovalService,
  checkReason,
  meetsRequirement,
  readApprovalSettings,
  requirementFor,
  rootOf,
} from '@agent-safe/approvals';
export { checkNotifiers } from './check-notifiers.ts';
export { describeDenial } from './describe-denial.ts';
export { digestRule } from './digest-rule.ts';
export { openNotifierOrFail } from './notifiers.ts';
export { watchApprovals } from './watch-approvals.ts';
