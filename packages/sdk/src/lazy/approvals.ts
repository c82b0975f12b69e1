/** Approval services. They load when an approval is requested or answered, because most decisions need none. */
export {
  ApprovalService,
  checkReason,
  meetsRequirement,
  readApprovalSettings,
  requirementFor,
  rootOf,
} from '@agent-safe/approvals';
export { digestRule } from '@agent-safe/core';
export { describeDenial } from './describe-denial.ts';
export { openNotifier, openNotifierOrFail } from './notifiers.ts';
export { watchApprovals } from './watch-approvals.ts';
