/** What asking people needs. Loaded when somebody is to be asked, or has answered: most decisions need nobody. */
export { ApprovalService, readApprovalSettings } from '@agent-safe/approvals';
export { openNotifier, openNotifierOrFail } from './notifiers.ts';
export { watchApprovals } from './watch-approvals.ts';
