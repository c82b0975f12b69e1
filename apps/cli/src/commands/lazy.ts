/**
 * Every command but `check`, and what `check` seldom needs: all that reads YAML. One file of its own in the published
 * command, so that a check does not load it.
 */
export { loadConfig, loadPlan, loadProject, readSettingsFile } from '@agent-safe/registry';
export { command as approvalApprove } from './approval/approve.ts';
export { command as approvalCancel } from './approval/cancel.ts';
export { command as approvalDeny } from './approval/deny.ts';
export { command as approvalList } from './approval/list.ts';
export { command as approvalShow } from './approval/show.ts';
export { command as approvalWait } from './approval/wait.ts';
export { command as approvalWatch } from './approval/watch.ts';
export { command as auditCheckpoint } from './audit/checkpoint.ts';
export { command as auditShip } from './audit/ship.ts';
export { command as auditShow } from './audit/show.ts';
export { command as auditShowState } from './audit/show-state.ts';
export { command as auditStateCoverage } from './audit/state-coverage.ts';
export { command as auditVerify } from './audit/verify.ts';
export { command as bundle } from './bundle.ts';
export { command as catalogAdd } from './catalog/add.ts';
export { command as catalogList } from './catalog/list.ts';
export { command as credentialResolve } from './credential/resolve.ts';
export { command as credentialRevoke } from './credential/revoke.ts';
export { command as credentialTestVault } from './credential/test-vault.ts';
export { command as delegationCreate } from './delegation/create.ts';
export { command as delegationVerify } from './delegation/verify.ts';
export { command as identityCreate } from './identity/create.ts';
export { command as init } from './init.ts';
export { command as keysGenerate } from './keys/generate.ts';
export { command as keysJwks } from './keys/jwks.ts';
export { command as keysList } from './keys/list.ts';
export { command as keysRotate } from './keys/rotate.ts';
export { command as listActions } from './list-actions.ts';
export { command as revoke } from './revoke.ts';
export { command as riskShow } from './risk/show.ts';
export { command as rollbackCheck } from './rollback/check.ts';
export { command as rollbackRun } from './rollback/run.ts';
export { command as rollbackShow } from './rollback/show.ts';
export { command as runnerDryRun } from './runner/dry-run.ts';
export { command as runnerExecute } from './runner/execute.ts';
export { command as runnerReconcile } from './runner/reconcile.ts';
export { command as test } from './test.ts';
export { command as ticketVerify } from './ticket/verify.ts';
export { command as validate } from './validate.ts';
export { waitForApproval } from './wait-for-approval.ts';
