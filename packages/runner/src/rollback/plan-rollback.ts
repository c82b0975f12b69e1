import {
  type Action,
  type ActionParameter,
  canonicalJson,
  EXECUTION_OUTCOMES,
  type ExecutionOutcome,
  type JsonObject,
  type JsonValue,
  MASK,
  maskParams,
  type ParameterSlots,
  quote,
  type TargetScope,
} from '@agent-safe/core';
import { readObject, readText, readTexts, surelyOver } from '../events.ts';
import type { RunHistory } from '../history.ts';
import type { KnownAction, Services } from '../options.ts';
import { openState } from '../seal.ts';
import { Secrets } from '../secrets.ts';
import { type ExecutionRecord, readExecution } from './execution-record.ts';
import type { RollbackRefusalCode, RollbackResult } from './rollback-plan.ts';
import { readSource, type SourceValues, splitSource } from './source.ts';

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
 * Says what would take an execution back, from what the log and the sealed state have of it. It does nothing.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
 */
export async function planRollback(auditId: string, services: Services, history: RunHistory): Promise<RollbackResult> {
  const warnings: string[] = [];
  const refuse = (code: RollbackRefusalCode, reason: string): RollbackResult => {
    return { planned: false, rollback_of: auditId, code, reason, warnings };
  };
  const { damaged, record } = await readExecution(history, auditId);
  if (damaged > 0) {
    const lines = damaged === 1 ? '1 line of the log cannot' : `${damaged} lines of the log cannot`;
    warnings.push(`${lines} be read, and may be about it: "agent-safe audit verify" says which.`);
  }
  if (record === undefined) {
    const where = damaged > 0 ? 'What can be read of the log' : 'The log';
    return refuse('execution_unknown', `${where} holds no execution of the decision ${quote(auditId)}.`);
  }
  const outcome = readOutcome(record, services.clock());
  if (outcome === undefined) return refuse('still_running', 'It has not ended yet.');
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
  warnings.push(...findWarnings(original, rollback.action, record, outcome));
  const sealed = await openSealed(auditId, record, services);
  const restored = restoreParams(action, rollback.action, record, sealed);
  if ('code' in restored) return refuse(restored.code, restored.reason);
  const { params } = restored;
  warnings.push(...restored.warnings);
  const slots: ParameterSlots = [];
  const problems = rollback.reader.read(params, slots);
  if (problems !== undefined) return refuse('params_invalid', problems.join(' '));
  const { intent } = record;
  return {
    planned: true,
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

/** What the rollback is given; or why it cannot be. */
function restoreParams(
  action: Action,
  rollback: Action,
  record: ExecutionRecord,
  sealed: JsonObject | string,
):
  | { readonly params: JsonObject; readonly warnings: readonly string[] }
  | { readonly code: RollbackRefusalCode; readonly reason: string } {
  const params: Record<string, JsonValue> = {};
  const warnings: string[] = [];
  for (const [name, { source }] of Object.entries(action.rollback_params)) {
    const parameter = rollback.parameters.find((each) => each.name === name);
    const found = find(source, record, sealed);
    if ('value' in found) {
      if (isSensitive(action, source) && parameter?.sensitive !== true) {
        const reason = `${source} is sensitive, and ${quote(name)} of ${quote(rollback.name)} is not: it would be recorded.`;
        return { code: 'params_unsafe', reason };
      }
      params[name] = found.value;
    } else if (parameter?.required === false && found.isAbsent) {
      warnings.push(`${quote(name)} is not restored. ${found.missing}`);
    } else {
      const reason = `${quote(name)} cannot be given to ${quote(rollback.name)}. ${found.missing}`;
      return { code: 'state_missing', reason };
    }
  }
  const restored = Object.entries(action.rollback_params).filter(([, { source }]) => isOfState(source));
  if (restored.length > 0 && !restored.some(([name]) => Object.hasOwn(params, name))) {
    return { code: 'state_missing', reason: `Nothing of the state before it can be restored. ${warnings.join(' ')}` };
  }
  return { params, warnings };
}

function isOfState(source: string): boolean {
  return splitSource(source).from === 'before_state';
}

/** The sources whose values the log does not hold as they were. */
function listAltered({
  after,
  before,
  intent,
}: ExecutionRecord): Readonly<Record<keyof SourceValues, readonly string[]>> {
  return {
    params: readTexts(intent.params_altered),
    before_state: before?.altered ?? [],
    after_state: after?.altered ?? [],
  };
}

/** No clearer than the log: whoever may see what a rollback would do may not see all that it needs. */
function showParams(
  action: Action,
  rollback: Action,
  params: JsonObject,
  record: ExecutionRecord,
  maskKey: Uint8Array | undefined,
): JsonObject {
  const altered = listAltered(record);
  const isHidden = (name: string) => {
    const { source } = action.rollback_params[name] ?? { source: '' };
    const { from, name: field } = splitSource(source);
    return record.sealed.includes(source) || (from !== undefined && altered[from].includes(field));
  };
  const masked = maskParams(rollback, params, maskKey);
  const isMasked = (name: string) => rollback.parameters.some((each) => each.name === name && each.sensitive);
  const shown = Object.entries(masked).map(
    ([name, value]) => [name, isHidden(name) && !isMasked(name) ? MASK : value] as const,
  );
  return new Secrets().cleanObject(Object.fromEntries(shown));
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

/** Only where all was read, and whoever did it knew how it ended: else it may change yet. */
function isUnchanged(action: Action, { after, before }: ExecutionRecord, outcome: ExecutionOutcome): boolean {
  if (before === undefined || after === undefined || action.state_fields.length === 0) return false;
  if (outcome !== 'success' && outcome !== 'failure') return false;
  // Masks without a key are all alike.
  if ([...before.altered, ...after.altered].length > 0) return false;
  return action.state_fields.every(({ name }) => {
    const [old, now] = [before.state[name], after.state[name]];
    return old !== undefined && now !== undefined && canonicalJson(old) === canonicalJson(now);
  });
}

/** What a rollback does not restore, or may not. */
function findWarnings(
  { action, digest }: KnownAction,
  rollback: Action,
  record: ExecutionRecord,
  outcome: ExecutionOutcome,
): readonly string[] {
  const { after, before, intent, takenBackBy } = record;
  const sources = Object.values(action.rollback_params).map(({ source }) => source);
  const warnings: string[] = [];
  if (takenBackBy !== undefined) {
    warnings.push(`It was taken back already, by ${takenBackBy}: what was changed since would be undone too.`);
  }
  if (outcome !== 'success') {
    warnings.push(`The outcome was ${outcome}: look at the target first, it may be changed in part or not at all.`);
  }
  if (readText(intent.definition) !== digest) {
    warnings.push('The definition of the action is not the one that was run.');
  }
  if (!action.reversible) {
    warnings.push(
      `${quote(action.name)} is not declared reversible: ${quote(action.rollback_action ?? '')} takes back a part.`,
    );
  }
  if (rollback.rollback_action === null && !rollback.reversible) {
    warnings.push(`Nothing takes ${quote(rollback.name)} back itself: ${rollback.description}`);
  }
  const untold = action.state_fields.filter(({ name }) => {
    if (sources.includes(`before_state.${name}`) || sources.includes(`after_state.${name}`)) return false;
    const [old, now] = [before?.state[name], after?.state[name]];
    return old === undefined || now === undefined || canonicalJson(old) !== canonicalJson(now);
  });
  if (untold.length > 0) {
    const names = untold.map(({ name }) => quote(name)).join(', ');
    const rest = 'what does not follow from the rest is not restored.';
    warnings.push(`Of ${names}, which changed or may have changed, the rollback is not told: ${rest}`);
  }
  if (action.rollback_action === action.name) warnings.push(...findUnrestored(action, readObject(intent.params) ?? {}));
  return warnings;
}

/** What the action set, and its rollback, which is the same action, does not set back. */
function findUnrestored(action: Action, params: JsonObject): readonly string[] {
  const isDefault = ({ default: fallback }: ActionParameter, value: JsonValue | undefined) =>
    fallback !== undefined && value !== undefined && canonicalJson(fallback) === canonicalJson(value);
  return action.parameters
    .filter((parameter) => Object.hasOwn(params, parameter.name) && !isDefault(parameter, params[parameter.name]))
    .filter(({ name }) => !Object.hasOwn(action.rollback_params, name))
    .map(({ name }) => `${quote(name)} was given, and the rollback does not set it back.`);
}

/** What was kept in clear; or why it cannot be had. */
async function openSealed(
  auditId: string,
  { sealed }: ExecutionRecord,
  { sealKeys, states }: Services,
): Promise<JsonObject | string> {
  if (sealed.length === 0) return 'It was not kept, because there was no seal key.';
  if (sealKeys.length === 0 || states === undefined) return 'It is sealed, and this runner has no seal key.';
  const text = await states.get(auditId);
  if (text === undefined) return 'It was sealed, and the state store does not have it any more.';
  for (const key of sealKeys) {
    const opened = openState(key, auditId, text);
    if (opened !== undefined) return opened;
  }
  return 'It is sealed with another key, or was changed since.';
}

/** A value; or why there is none, and whether that is how it was: to leave out what nobody knows would ask for something else. */
type Found = { readonly value: JsonValue } | { readonly missing: string; readonly isAbsent: boolean };

/** The value of a source: from the log where that holds it as it was, else from what was sealed. */
function find(source: string, record: ExecutionRecord, sealed: JsonObject | string): Found {
  const { after, before, intent } = record;
  const { from, name } = splitSource(source);
  const altered = from === undefined ? [] : listAltered(record)[from];
  const isSealed = typeof sealed !== 'string' && Object.hasOwn(sealed, source);
  if (altered.includes(name) || isSealed) {
    const value = isSealed ? sealed[source] : undefined;
    if (value !== undefined && value !== null) return { value };
    const why = typeof sealed === 'string' ? sealed : 'It was not kept.';
    return { missing: `The log holds ${source} masked. ${why}`, isAbsent: false };
  }
  const value = readSource(source, {
    params: readObject(intent.params) ?? {},
    before_state: before?.state ?? {},
    after_state: after?.state ?? {},
  });
  if (value !== undefined && value !== null) return { value };
  if (from === 'params') return { missing: `${source} was not given.`, isAbsent: true };
  const [state, when] = from === 'after_state' ? ([after, 'after'] as const) : ([before, 'before'] as const);
  if (state === undefined)
    return { missing: `${source} is not known. No state was captured ${when} it.`, isAbsent: false };
  const unsaid = value === null ? 'There was none.' : 'It was not read.';
  const { absent = value === null, reason = unsaid } = state.missing[name] ?? {};
  return { missing: `${source} is not known. ${reason}`, isAbsent: absent };
}

function isSensitive(action: Action, source: string): boolean {
  const { from, name } = splitSource(source);
  const declared: readonly { readonly name: string; readonly sensitive: boolean }[] =
    from === 'params' ? action.parameters : action.state_fields;
  return declared.some((each) => each.name === name && each.sensitive);
}
