/** Code that a check seldom needs: YAML parsing, and waiting for an approval. The build puts it beside the other commands. */
export { loadPlan } from '@agent-safe/registry';
export { waitForApproval } from './wait-for-approval.ts';
