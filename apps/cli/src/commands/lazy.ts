/** Code that a check seldom needs. The build puts it beside the other commands. */
export { loadPlan } from '@agent-safe/registry';
export { printExplanation } from '../render/explanation.ts';
export { waitForApproval } from './wait-for-approval.ts';
