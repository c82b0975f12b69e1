import {
  type Action,
  canonicalJson,
  EXECUTION_OUTCOMES,
  type ExecutionOutcome,
  type ParameterSlots,
  quote,
  type TargetScope,
} from '@agent-safe/core';
import { readObject, readText, surelyOver } from '../audit-events/read-event.ts';
import type { Services } from '../run/options.ts';
import type { RunHistory } from '../run/run-history.ts';
import { type ExecutionRecord, readExecution } from './execution-record.ts';
import { findWarnings } from './find-warnings.ts';
import { readStoredState, restoreParams, showParams } from './restore-params.ts';
import type { RollbackRefusalCode, RollbackResult } from './rollback-plan.ts';

/** How runs end that have done nothing. */
const DID_NOTHING = [
  'audit_unavailable',
  'credentials_unavailable',
  'precheck_failed',
  'scope_mismatch',
  'state_unavailable',
  'ticket_expired',
];

/**
 * Says what would take an execution back, from what the log and the encrypted state have of it. It does nothing.
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
    warnings.push(`${lines} be read, and may be about it: "agent-safe audit verify" says which.`);
  }
  if (record === undefined) {
    const where = damaged > 0 ? 'What can be read of the log' : 'The log';
    return refuse('execution_unknown', `${where} holds no execution of the decision ${quote(String(auditId))}.`);
  }
  const outcome = readOutcome(record, services.clock());
  if (outcome === undefined) {
    const until = new Date(surelyOver(record.intent)).toISOString();
    const rest = 'If whoever ran it is gone, "agent-safe runner reconcile" ends it then.';
    return refuse('still_running', `It has not ended yet, and may run until ${until}. ${rest}`);
  }
  if (hasDoneNothing(record, outcome))
    return refuse('nothing_to_roll_back', `It did nothing: its outcome is ${outcome}.`);
  const original = services.actions.get(readText(record.intent.action) ?? '');
  if (original === undefined) return refuse('action_unknown', 'This runner does not know the action any more.');
  const { action } = original;
  if (action.rollback_action === null) {
    return refuse('not_reversible', `No action takes ${quote(action.name)} back.`);
  }
  const rollback = services.actions.get(action.rollback_action);
  if (rollback === undefined) {
    return refuse(
      'action_unknown',
      `This runner knows no action ${quote(action.rollback_action)}, which takes it back.`,
    );
  }
  if (isUnchanged(action, record, outcome)) {
    return refuse('nothing_to_roll_back', 'The state after it is the state before it: it changed nothing.');
  }
  if (isSameState(action, record)) {
    warnings.push('As far as it was read, it changed nothing: the rollback may change what was so before.');
  }
  warnings.push(...findWarnings(original, rollback.action, record, outcome));
  const kept = await readStoredState(auditId, record, services);
  const restored = restoreParams(action, rollback.action, record, kept);
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
    shown_params: showParams(action, rollback.action, params, record, services.maskKey),
    target: readText(intent.target),
    target_type: readText(intent.target_type),
    scope: readObject(intent.scope) as TargetScope | null,
    executor: readText(intent.executor),
    correlation_id: record.correlation_id ?? auditId,
    outcome,
    warnings,
  };
}

/** Undefined while it may be at it still. What was taken for dead is `unknown`, also before anybody said so. */
function readOutcome({ intent, outcome }: ExecutionRecord, now: number): ExecutionOutcome | undefined {
  const said = readText(outcome?.outcome);
  const known = EXECUTION_OUTCOMES.find((each) => each === said);
  return known ?? (outcome !== undefined || now > surelyOver(intent) ? 'unknown' : undefined);
}

function hasDoneNothing({ outcome }: ExecutionRecord, how: ExecutionOutcome): boolean {
  const code = readText(outcome?.code) ?? '';
  if (outcome?.nothing_done === true) return true;
  return how === 'skipped' || DID_NOTHING.includes(code);
}

/** Known only where every field was read and the outcome is final. Otherwise the state may still change. */
function isUnchanged(action: Action, record: ExecutionRecord, outcome: ExecutionOutcome): boolean {
  if (outcome !== 'success' && outcome !== 'failure') return false;
  return isSameState(action, record);
}

function isSameState(action: Action, { after, before }: ExecutionRecord): boolean {
  if (before === undefined || after === undefined || action.state_fields.length === 0) return false;
  // Masks without a key are all alike.
  if ([...before.altered, ...after.altered].length > 0) return false;
  return action.state_fields.every(({ name }) => {
    const [old, now] = [before.state[name], after.state[name]];
    return old !== undefined && now !== undefined && canonicalJson(old) === canonicalJson(now);
  });
}
