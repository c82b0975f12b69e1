/** Code of the stages that use and request approvals. Most requests need none. */
export { claimApproval } from './claim-approval.ts';
export { openRequest } from './open-request.ts';
