import type { Command, CommandEntry, ExitMeanings } from './command/command.ts';
import {
  ANSWERED,
  CHECKPOINTED,
  DECIDED,
  DIAGNOSED,
  DONE,
  EXECUTED,
  PROVED,
  RECONCILED,
  ROLLED_BACK,
  SEARCHED,
  SWEPT,
  TESTED,
  TYPED,
  VERIFIED_LOG,
  WAITED,
  WITNESSED,
  WRITTEN,
} from './command/exit-meanings.ts';
import { command as apiKeyCreate } from './commands/api-key/create.ts';
import { command as apiKeyList } from './commands/api-key/list.ts';
import { command as apiKeyRevoke } from './commands/api-key/revoke.ts';
import { command as apiKeyRotate } from './commands/api-key/rotate.ts';
import { command as approvalApprove } from './commands/approval/approve.ts';
import { command as approvalCancel } from './commands/approval/cancel.ts';
import { command as approvalDeny } from './commands/approval/deny.ts';
import { command as approvalList } from './commands/approval/list.ts';
import { command as approvalReopen } from './commands/approval/reopen.ts';
import { command as approvalShow } from './commands/approval/show.ts';
import { command as approvalWait } from './commands/approval/wait.ts';
import { command as approvalWatch } from './commands/approval/watch.ts';
import { command as approvalWithdraw } from './commands/approval/withdraw.ts';
import { command as auditArchive } from './commands/audit/archive.ts';
import { command as auditCheckpoint } from './commands/audit/checkpoint.ts';
import { command as auditProve } from './commands/audit/prove.ts';
import { command as auditRestart } from './commands/audit/restart.ts';
import { command as auditRestore } from './commands/audit/restore.ts';
import { command as auditShip } from './commands/audit/ship.ts';
import { command as auditShow } from './commands/audit/show.ts';
import { command as auditShowState } from './commands/audit/show-state.ts';
import { command as auditStateCoverage } from './commands/audit/state-coverage.ts';
import { command as auditVerify } from './commands/audit/verify.ts';
import { command as auditVerifyProof } from './commands/audit/verify-proof.ts';
import { command as auditWitness } from './commands/audit/witness.ts';
import { command as backup } from './commands/backup.ts';
import { command as bundle } from './commands/bundle.ts';
import { command as catalogAdd } from './commands/catalog/add.ts';
import { command as catalogList } from './commands/catalog/list.ts';
import { command as check } from './commands/check.ts';
import { command as completion } from './commands/completion.ts';
import { command as credentialIam } from './commands/credential/iam.ts';
import { command as credentialRbac } from './commands/credential/rbac.ts';
import { command as credentialResolve } from './commands/credential/resolve.ts';
import { command as credentialRevoke } from './commands/credential/revoke.ts';
import { command as credentialSweep } from './commands/credential/sweep.ts';
import { command as credentialTestVault } from './commands/credential/test-vault.ts';
import { command as delegationCreate } from './commands/delegation/create.ts';
import { command as delegationVerify } from './commands/delegation/verify.ts';
import { command as doctor } from './commands/doctor.ts';
import { command as identityCreate } from './commands/identity/create.ts';
import { command as init } from './commands/init.ts';
import { command as keysGenerate } from './commands/keys/generate.ts';
import { command as keysJwks } from './commands/keys/jwks.ts';
import { command as keysList } from './commands/keys/list.ts';
import { command as keysRotate } from './commands/keys/rotate.ts';
import { command as listActions } from './commands/list-actions.ts';
import { command as restore } from './commands/restore.ts';
import { command as revoke } from './commands/revoke.ts';
import { command as riskReset } from './commands/risk/reset.ts';
import { command as riskShow } from './commands/risk/show.ts';
import { command as rollbackCheck } from './commands/rollback/check.ts';
import { command as rollbackRun } from './commands/rollback/run.ts';
import { command as rollbackShow } from './commands/rollback/show.ts';
import { command as runnerDryRun } from './commands/runner/dry-run.ts';
import { command as runnerExecute } from './commands/runner/execute.ts';
import { command as runnerReconcile } from './commands/runner/reconcile.ts';
import { command as runnerWatch } from './commands/runner/watch.ts';
import { command as serve } from './commands/serve.ts';
import { command as stateRebuild } from './commands/state/rebuild.ts';
import { command as test } from './commands/test.ts';
import { command as ticketVerify } from './commands/ticket/verify.ts';
import { command as types } from './commands/types.ts';
import { command as userAdd } from './commands/user/add.ts';
import { command as userDisable } from './commands/user/disable.ts';
import { command as userEnable } from './commands/user/enable.ts';
import { command as userList } from './commands/user/list.ts';
import { command as userRemove } from './commands/user/remove.ts';
import { command as userSetPassword } from './commands/user/set-password.ts';
import { command as userSetRoles } from './commands/user/set-roles.ts';
import { command as userSignInLink } from './commands/user/sign-in-link.ts';
import { command as validate } from './commands/validate.ts';
import { command as whatCan } from './commands/what-can.ts';
import { command as whoCan } from './commands/who-can.ts';

function entry(group: CommandEntry['group'], summary: string, command: Command, exits: ExitMeanings): CommandEntry {
  return { group, summary, command, exits };
}

/**
 * All commands by name, in the order of the help. Dispatch, help and shell completion read this table.
 * A command with two words belongs to the file `commands/<first>/<second>.ts`.
 */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  init: entry('Project', 'Create a project: settings, actions, policies, targets, tests', init, DONE),
  'catalog list': entry('Project', 'List the actions of the shipped catalog', catalogList, DONE),
  'catalog add': entry('Project', 'Copy actions of the catalog into the project', catalogAdd, DONE),
  doctor: entry('Project', 'Check the environment and the project', doctor, DIAGNOSED),
  types: entry('Project', 'Write the actions as TypeScript types or JSON Schemas', types, TYPED),
  completion: entry('Project', 'Print a completion script for bash, zsh or fish', completion, DONE),
  check: entry('Decide', 'Decide a request: one action or a plan', check, DECIDED),
  'who-can': entry('Decide', 'List the subjects that may request an action', whoCan, SEARCHED),
  'what-can': entry('Decide', 'List the actions and targets of a caller', whatCan, SEARCHED),
  'list-actions': entry('Decide', 'List the registered actions', listActions, DONE),
  'risk show': entry('Decide', 'Show the risk score and limits of callers', riskShow, DONE),
  'risk reset': entry('Decide', 'Reset the risk score and circuit breaker of a caller', riskReset, ANSWERED),
  validate: entry('Policies', 'Check all files of a project', validate, DONE),
  test: entry('Policies', 'Run policy tests', test, TESTED),
  bundle: entry('Policies', 'Write actions, policies and targets into one file', bundle, DONE),
  'identity create': entry('Identities', 'Issue an identity token for an agent', identityCreate, DONE),
  'delegation create': entry(
    'Identities',
    'Issue a token with fewer rights for a child agent',
    delegationCreate,
    ANSWERED,
  ),
  'delegation verify': entry('Identities', 'Verify a token and show its delegation chain', delegationVerify, ANSWERED),
  revoke: entry('Identities', 'Revoke an agent, a token or all tokens', revoke, DONE),
  'api-key create': entry('Identities', 'Create an API key for a gateway', apiKeyCreate, ANSWERED),
  'api-key list': entry('Identities', 'List the API keys', apiKeyList, DONE),
  'api-key rotate': entry('Identities', 'Give an API key a new secret', apiKeyRotate, ANSWERED),
  'api-key revoke': entry('Identities', 'Revoke an API key', apiKeyRevoke, ANSWERED),
  'user add': entry('Identities', 'Add a user of the server', userAdd, ANSWERED),
  'user list': entry('Identities', 'List the users of the server', userList, DONE),
  'user disable': entry('Identities', 'Disable a user at once', userDisable, ANSWERED),
  'user enable': entry('Identities', 'Enable a user again', userEnable, ANSWERED),
  'user set-password': entry('Identities', 'Set the password of a user', userSetPassword, ANSWERED),
  'user set-roles': entry('Identities', 'Replace the roles or groups of a user', userSetRoles, ANSWERED),
  'user sign-in-link': entry('Identities', 'Make a one-time sign-in link', userSignInLink, ANSWERED),
  'user remove': entry('Identities', 'Remove a user', userRemove, ANSWERED),
  'keys generate': entry('Identities', 'Create the keys that a project lacks', keysGenerate, DONE),
  'keys list': entry('Identities', 'List the keys of a project', keysList, DONE),
  'keys rotate': entry('Identities', 'Replace a key with a new one', keysRotate, DONE),
  'keys jwks': entry('Identities', 'Print the public keys', keysJwks, DONE),
  'approval list': entry('Approvals', 'List the requests that wait for approval', approvalList, DONE),
  'approval show': entry('Approvals', 'Show one request', approvalShow, ANSWERED),
  'approval approve': entry('Approvals', 'Approve a request', approvalApprove, ANSWERED),
  'approval deny': entry('Approvals', 'Deny a request', approvalDeny, ANSWERED),
  'approval withdraw': entry('Approvals', 'Withdraw your approval', approvalWithdraw, ANSWERED),
  'approval reopen': entry('Approvals', 'Lift a denial', approvalReopen, ANSWERED),
  'approval cancel': entry('Approvals', 'Cancel your own request', approvalCancel, ANSWERED),
  'approval wait': entry('Approvals', 'Wait until a request ends', approvalWait, WAITED),
  'approval watch': entry('Approvals', 'Show requests as they arrive and end', approvalWatch, DONE),
  'ticket verify': entry('Execute', 'Verify an execution ticket', ticketVerify, ANSWERED),
  'runner dry-run': entry('Execute', 'Show what a ticket would change', runnerDryRun, EXECUTED),
  'runner execute': entry('Execute', 'Execute a ticket, once', runnerExecute, EXECUTED),
  'runner watch': entry('Execute', 'Execute each ticket that appears in a folder', runnerWatch, DONE),
  'runner reconcile': entry('Execute', 'Close executions that a crash left open', runnerReconcile, RECONCILED),
  'rollback show': entry('Execute', 'Show the rollback of an execution', rollbackShow, ANSWERED),
  'rollback check': entry('Execute', 'Decide a rollback', rollbackCheck, DECIDED),
  'rollback run': entry('Execute', 'Decide a rollback and execute it', rollbackRun, ROLLED_BACK),
  'credential resolve': entry('Execute', 'Show the credentials that a ticket would get', credentialResolve, ANSWERED),
  'credential revoke': entry('Execute', 'Revoke credentials before they expire', credentialRevoke, DONE),
  'credential sweep': entry('Execute', 'Delete leftovers of ended credentials', credentialSweep, SWEPT),
  'credential iam': entry('Execute', 'Print the minimal IAM policies of the vault', credentialIam, DONE),
  'credential rbac': entry('Execute', 'Print the minimal permissions of the vault', credentialRbac, DONE),
  'credential test-vault': entry('Execute', 'Test the credential vault', credentialTestVault, DONE),
  'state rebuild': entry('Audit log', 'Rebuild a lost state from the audit log', stateRebuild, WRITTEN),
  serve: entry('Server', 'Serve the API over HTTP', serve, DONE),
  backup: entry('Audit log', 'Copy the audit log and the state, consistently', backup, WRITTEN),
  restore: entry('Audit log', 'Restore the audit log and the state from a backup', restore, WRITTEN),
  'audit verify': entry('Audit log', 'Verify the hash chain of the audit log', auditVerify, VERIFIED_LOG),
  'audit show': entry('Audit log', 'Show the last events', auditShow, DONE),
  'audit checkpoint': entry('Audit log', 'Sign the size and root hash of the audit log', auditCheckpoint, CHECKPOINTED),
  'audit witness': entry('Audit log', 'Submit the last checkpoint to witnesses', auditWitness, WITNESSED),
  'audit prove': entry('Audit log', 'Prove an event to a third party', auditProve, PROVED),
  'audit verify-proof': entry('Audit log', 'Verify a proof offline', auditVerifyProof, ANSWERED),
  'audit archive': entry('Audit log', 'Archive the oldest events of a log', auditArchive, WRITTEN),
  'audit restart': entry('Audit log', 'Archive a lost or changed log and begin a new one', auditRestart, DONE),
  'audit ship': entry('Audit log', 'Send events to other systems', auditShip, DONE),
  'audit restore': entry('Audit log', 'Restore a log from an archive', auditRestore, VERIFIED_LOG),
  'audit show-state': entry('Audit log', 'Show the state before and after an execution', auditShowState, DONE),
  'audit state-coverage': entry('Audit log', 'List executions without a recorded state', auditStateCoverage, DONE),
};
