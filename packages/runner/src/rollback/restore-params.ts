import {
  type Action,
  canonicalJson,
  isMask,
  isStub,
  type JsonObject,
  type JsonValue,
  MASK,
  maskParams,
  quote,
  type Refused,
} from '@agent-safe/core';
import { readObject, readTexts } from '../audit-events/read-event.ts';
import type { Services } from '../run/options.ts';
import { Redactor } from '../run/redactor.ts';
import { decryptState } from './encrypt-state.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { RollbackRefusalCode } from './rollback-plan.ts';
import { readSource, type SourceValues, splitSource } from './source.ts';

export type RestoredParams =
  | { readonly ok: true; readonly params: JsonObject; readonly warnings: readonly string[] }
  | Refused<RollbackRefusalCode>;

/** Returns the parameters of the rollback. */
export function restoreParams(
  action: Action,
  rollback: Action,
  record: ExecutionRecord,
  stored: StoredState,
): RestoredParams {
  const params: Record<string, JsonValue> = {};
  const absent: string[] = [];
  for (const [name, { source }] of Object.entries(action.rollback_params)) {
    const parameter = rollback.parameters.find((each) => each.name === name);
    const found = find(source, record, stored);
    if ('value' in found) {
      if (isSensitive(action, source) && parameter?.sensitive !== true) {
        const reason = `${source} is sensitive, but ${quote(name)} of ${quote(rollback.name)} is not, so its value would be recorded.`;
        return { ok: false, code: 'params_unsafe', reason };
      }
      params[name] = found.value;
    } else if (parameter?.required === false && found.isAbsent) {
      absent.push(name);
    } else {
      const reason = `The value of ${quote(name)} for ${quote(rollback.name)} is not available. ${found.missing}`;
      return { ok: false, code: 'state_missing', reason };
    }
  }
  const isRemoved = params[REMOVAL] === true || Array.isArray(params[REMOVAL]);
  const isOfRequest = (name: string) => splitSource(action.rollback_params[name]?.source ?? '').from === 'params';
  const remaining = isRemoved
    ? []
    : absent.filter((name) => !isOfRequest(name) && !isStillAbsent(record, action, name));
  const warnings = remaining.map(
    (name) => `${quote(name)} is not restored. It had no value before, and the rollback does not remove the new value.`,
  );
  const restored = Object.entries(action.rollback_params).filter(([, { source }]) => isOfState(source));
  if (restored.length > 0 && !restored.some(([name]) => Object.hasOwn(params, name))) {
    const reason = `The rollback cannot restore any value of the state before. ${warnings.join(' ')}`;
    return { ok: false, code: 'state_missing', reason };
  }
  const hasGained = restored.some(([name, { source }]) => remaining.includes(name) && isGained(record, source));
  if (hasGained && restored.every(([name, { source }]) => absent.includes(name) || isUnchanged(record, source))) {
    const reason = `The rollback would change nothing, because the changed values cannot be restored. ${warnings.join(' ')}`;
    return { ok: false, code: 'state_missing', reason };
  }
  return { ok: true, params, warnings };
}

/** Whether nothing is to be restored: the field has no value after the execution, and the action has no parameter that sets it. */
function isStillAbsent({ after }: ExecutionRecord, action: Action, parameter: string): boolean {
  const { from, name } = splitSource(action.rollback_params[parameter]?.source ?? '');
  const isAbsent = from === 'before_state' && after?.missing[name]?.absent === true;
  return isAbsent && !action.parameters.some((each) => each.name === parameter);
}

function isOfState(source: string): boolean {
  return splitSource(source).from === 'before_state';
}

/** Whether a field without a value before has one after the execution. */
function isGained({ after }: ExecutionRecord, source: string): boolean {
  return after?.state[splitSource(source).name] !== undefined;
}

/** Whether a field certainly had the same value before and after the execution. */
function isUnchanged({ after, before }: ExecutionRecord, source: string): boolean {
  const { name } = splitSource(source);
  const [old, now] = [before?.state[name], after?.state[name]];
  if (old === undefined || now === undefined || before?.altered.includes(name) === true) return false;
  return canonicalJson(old) === canonicalJson(now);
}

/** Parameter with which an action removes a value instead of setting it: `true`, or the list of all values to remove. */
const REMOVAL = 'remove';

/** Lists the sources whose recorded value differs from the original. */
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

/** Masks the parameters for display. The result shows no value that the log does not show. */
export function showParams(
  action: Action,
  rollback: Action,
  params: JsonObject,
  record: ExecutionRecord,
  { maskKey, secretNames }: Pick<Services, 'maskKey' | 'secretNames'>,
): JsonObject {
  const altered = listAltered(record);
  const isHidden = (name: string) => {
    const { source } = action.rollback_params[name] ?? { source: '' };
    const { from, name: field } = splitSource(source);
    return record.sealed.includes(source) || (from !== undefined && altered[from].includes(field));
  };
  const masked = maskParams(rollback, params, maskKey, secretNames);
  const declared = new Set(rollback.parameters.map(({ name }) => name));
  const isMasked = (name: string) => isMask(masked[name]);
  const shown = Object.entries(masked).map(
    ([name, value]) => [name, isHidden(name) && !isMasked(name) ? MASK : value] as const,
  );
  return new Redactor(secretNames).redactObject(Object.fromEntries(shown), declared);
}

/** Decrypted values of one execution. */
export type StoredState = { readonly ok: true; readonly values: JsonObject } | Refused<'state_missing'>;

/** Decrypts the values that were stored for the rollback of an execution. */
export async function readStoredState(
  auditId: string,
  { sealed }: ExecutionRecord,
  { encryptionKeys, states }: Services,
): Promise<StoredState> {
  if (sealed.length === 0) return lacking('The value was not stored, because no encryption key was configured.');
  if (encryptionKeys.length === 0 || states === undefined) {
    return lacking('The value is encrypted, and this runner has no key to decrypt it.');
  }
  const text = await states.get(auditId);
  if (text === undefined) return lacking('The value was stored, but is no longer in the state store.');
  for (const key of encryptionKeys) {
    const values = decryptState(key, auditId, text);
    if (values !== undefined) return { ok: true, values };
  }
  return lacking('The value was encrypted with another key, or was changed since.');
}

function lacking(reason: string): StoredState {
  return { ok: false, code: 'state_missing', reason };
}

/** Value, or the reason why it is missing. A rollback may omit a parameter only if its value was absent, and not if it is unknown. */
type Found = { readonly value: JsonValue } | { readonly missing: string; readonly isAbsent: boolean };

/** Returns the value of a source: from the log if it is recorded unchanged, otherwise from the encrypted state. */
function find(source: string, record: ExecutionRecord, stored: StoredState): Found {
  const { after, before } = record;
  const { from, name } = splitSource(source);
  const altered = from === undefined ? [] : listAltered(record)[from];
  const isStored = stored.ok && Object.hasOwn(stored.values, source);
  if (altered.includes(name) || isStored || isStub(readRecorded(source, record))) {
    const value = isStored ? stored.values[source] : undefined;
    if (value !== undefined && value !== null) return { value };
    const why = stored.ok ? 'The value was not stored.' : stored.reason;
    return { missing: `The log has only a masked or shortened value of ${source}. ${why}`, isAbsent: false };
  }
  const value = readRecorded(source, record);
  if (value !== undefined && value !== null) return { value };
  if (from === 'params') return { missing: `${source} was not given.`, isAbsent: true };
  const [state, when] = from === 'after_state' ? ([after, 'after'] as const) : ([before, 'before'] as const);
  if (state === undefined)
    return { missing: `${source} is unknown. No state was captured ${when} the execution.`, isAbsent: false };
  const unsaid = value === null ? 'It had no value.' : 'It was not read.';
  const { absent = value === null, reason = unsaid } = state.missing[name] ?? {};
  return { missing: `${source} is unknown. ${reason}`, isAbsent: absent };
}

/** Returns the value of a source as the log holds it. */
function readRecorded(source: string, { after, before, intent }: ExecutionRecord): JsonValue | undefined {
  return readSource(source, {
    params: readObject(intent.params) ?? {},
    before_state: before?.state ?? {},
    after_state: after?.state ?? {},
  });
}

function isSensitive(action: Action, source: string): boolean {
  const { from, name } = splitSource(source);
  const declared: readonly { readonly name: string; readonly sensitive: boolean }[] =
    from === 'params' ? action.parameters : action.state_fields;
  return declared.some((each) => each.name === name && each.sensitive);
}
