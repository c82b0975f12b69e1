import {
  type Action,
  canonicalJson,
  describeArchived,
  EXECUTION_OUTCOMES,
  type ExecutionOutcome,
  type ParameterSlots,
  quote,
  type TargetScope,
} from '@agent-safe/core';
import { latestEnd, readObject, readText } from '../audit-events/read-event.ts';
import type { Services } from '../run/options.ts';
import type { RunHistory } from '../run/run-history.ts';
import { type ExecutionRecord, readExecution } from './execution-record.ts';
import { findWarnings } from './find-warnings.ts';
import { readStoredState, restoreParams, showParams } from './restore-params.ts';
import type { RollbackRefusalCode, RollbackResult } from './rollback-plan.ts';

/** Codes of runs that did nothing. */
const DID_NOTHING = [
  'audit_unavailable',
  'credentials_unavailable',
  'precheck_failed',
  'scope_mismatch',
  'state_unavailable',
  'ticket_expired',
];

/**
 * Plans the rollback of an execution from the log and the encrypted state. It changes nothing.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
 */
export async function planRollback(auditId: string, services: Services, history: RunHistory): Promise<RollbackResult> {
  const warnings: string[] = [];
  const refuse = (code: RollbackRefusalCode, reason: string): RollbackResult => {
    return { ok: false, rollback_of: auditId, code, reason, warnings };
  };
  const { damaged, record } = await readExecution(history, auditId);
  if (damaged > 0) {
    const lines = damaged === 1 ? '1 line of the log cannot' : `${damaged} lines of the log cannot`;
    warnings.push(`${lines} be read, and may concern this execution. Run "agent-safe audit verify" to find them.`);
  }
  if (record === undefined) {
    const where = damaged > 0 ? 'The readable part of the log' : 'The log';
    const archived = describeArchived(await history.archived?.());
    return refuse(
      'execution_unknown',
      `${where} has no execution of the decision ${quote(String(auditId))}.${archived}`,
    );
  }
  const outcome = readOutcome(record, services.clock());
  if (outcome === undefined) {
    const until = new Date(latestEnd(record.intent)).toISOString();
    const rest = 'If its runner has crashed, run "agent-safe runner reconcile" after that time.';
    return refuse('still_running', `The execution has not ended and may run until ${until}. ${rest}`);
  }
  if (hasDoneNothing(record, outcome))
    return refuse('nothing_to_roll_back', `The execution changed nothing: its outcome is ${outcome}.`);
  const original = services.actions.get(readText(record.intent.action) ?? '');
  if (original === undefined)
    return refuse('action_unknown', 'This runner has no definition of the action to roll back.');
  const { action } = original;
  if (action.rollback_action === null) {
    return refuse('not_reversible', `The action ${quote(action.name)} has no rollback action.`);
  }
  const rollback = services.actions.get(action.rollback_action);
  if (rollback === undefined) {
    return refuse(
      'action_unknown',
      `This runner has no definition of the rollback action ${quote(action.rollback_action)}.`,
    );
  }
  if (isUnchanged(action, record, outcome)) {
    return refuse('nothing_to_roll_back', 'The execution changed nothing: the states before and after it are equal.');
  }
  if (isSameState(action, record)) {
    warnings.push('The states before and after the execution are equal. The rollback may change other values.');
  }
  warnings.push(...findWarnings(original, rollback.action, record, outcome));
  const stored = await readStoredState(auditId, record, services);
  const restored = restoreParams(action, rollback.action, record, stored);
  if (!restored.ok) return refuse(restored.code, restored.reason);
  const { params } = restored;
  warnings.push(...restored.warnings);
  const slots: ParameterSlots = [];
  const read = rollback.reader.read(params, slots);
  if (!read.ok) return refuse(read.code, read.reason);
  const { intent } = record;
  return {
    ok: true,
    rollback_of: auditId,
    action: rollback.action.name,
    params,
    shown_params: showParams(action, rollback.action, params, record, services),
    target: readText(intent.target),
    target_type: readText(intent.target_type),
    scope: readObject(intent.scope) as TargetScope | null,
    executor: readText(intent.executor),
    correlation_id: record.correlation_id ?? auditId,
    outcome,
    warnings,
  };
}

/** Returns the outcome, or undefined while the execution may still run. After its time limit, a run without an outcome is `unknown`. */
function readOutcome({ intent, outcome }: ExecutionRecord, now: number): ExecutionOutcome | undefined {
  const said = readText(outcome?.outcome);
  const known = EXECUTION_OUTCOMES.find((each) => each === said);
  return known ?? (outcome !== undefined || now > latestEnd(intent) ? 'unknown' : undefined);
}

function hasDoneNothing({ outcome }: ExecutionRecord, how: ExecutionOutcome): boolean {
  const code = readText(outcome?.code) ?? '';
  if (outcome?.nothing_done === true) return true;
  return how === 'skipped' || DID_NOTHING.includes(code);
}

/** Whether the execution changed nothing. This is known only if every field was read and the outcome is final. */
function isUnchanged(action: Action, record: ExecutionRecord, outcome: ExecutionOutcome): boolean {
  if (outcome !== 'success' && outcome !== 'failure') return false;
  return isSameState(action, record);
}

function isSameState(action: Action, { after, before }: ExecutionRecord): boolean {
  if (before === undefined || after === undefined || action.state_fields.length === 0) return false;
  // Masks without a key are all equal, so they cannot be compared.
  if ([...before.altered, ...after.altered].length > 0) return false;
  return action.state_fields.every(({ name }) => {
    const [old, now] = [before.state[name], after.state[name]];
    return old !== undefined && now !== undefined && canonicalJson(old) === canonicalJson(now);
  });
}
