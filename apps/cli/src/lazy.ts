/**
 * Every command but `check`, and what `check` seldom needs: all that reads YAML. One file of its own in the published
 * command, so that a check does not load it.
 */
// What the SDK loads when a checkpoint is due, or a state is recorded.
export { DECISION_RECORD_TYPES, noteSigner, noteVerifier, readDecisionRecord } from '@agent-safe/audit';
export { loadConfig, loadPlan, loadProject, readSettingsFile } from '@agent-safe/registry';
export { command as approvalApprove } from './commands/approval/approve.ts';
export { command as approvalCancel } from './commands/approval/cancel.ts';
export { command as approvalDeny } from './commands/approval/deny.ts';
export { command as approvalList } from './commands/approval/list.ts';
export { command as approvalShow } from './commands/approval/show.ts';
export { command as approvalWatch } from './commands/approval/watch.ts';
export { command as auditCheckpoint } from './commands/audit/checkpoint.ts';
export { command as auditShip } from './commands/audit/ship.ts';
export { command as auditShow } from './commands/audit/show.ts';
export { command as auditShowState } from './commands/audit/show-state.ts';
export { command as auditStateCoverage } from './commands/audit/state-coverage.ts';
export { command as auditVerify } from './commands/audit/verify.ts';
export { command as bundle } from './commands/bundle.ts';
export { command as credentialResolve } from './commands/credential/resolve.ts';
export { command as credentialRevoke } from './commands/credential/revoke.ts';
export { command as credentialTestVault } from './commands/credential/test-vault.ts';
export { command as delegationCreate } from './commands/delegation/create.ts';
export { command as delegationVerify } from './commands/delegation/verify.ts';
export { command as identityCreate } from './commands/identity/create.ts';
export { command as init } from './commands/init.ts';
export { command as keysGenerate } from './commands/keys/generate.ts';
export { command as keysJwks } from './commands/keys/jwks.ts';
export { command as keysList } from './commands/keys/list.ts';
export { command as keysRotate } from './commands/keys/rotate.ts';
export { command as listActions } from './commands/list-actions.ts';
export { command as revoke } from './commands/revoke.ts';
export { command as riskShow } from './commands/risk/show.ts';
export { command as rollbackCheck } from './commands/rollback/check.ts';
export { command as rollbackRun } from './commands/rollback/run.ts';
export { command as rollbackShow } from './commands/rollback/show.ts';
export { command as runnerDryRun } from './commands/runner/dry-run.ts';
export { command as runnerExecute } from './commands/runner/execute.ts';
export { command as runnerReconcile } from './commands/runner/reconcile.ts';
export { command as test } from './commands/test.ts';
export { command as ticketVerify } from './commands/ticket/verify.ts';
export { command as validate } from './commands/validate.ts';
export { waitForApproval } from './wait-for-approval.ts';
