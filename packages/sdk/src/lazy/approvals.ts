/** What asking people needs. Loaded when somebody is to be asked, or has answered: most decisions need nobody. */
export { ApprovalService, readApprovalSettings, watchFile } from '@agent-safe/approvals';
export { ApprovalVersions } from '@agent-safe/audit';
export { openNotifier, openNotifierOrFail } from './notifiers.ts';
export { watchApprovals } from './watch-approvals.ts';
