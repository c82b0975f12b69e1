import { type Action, type JsonObject, type JsonValue, MASK, maskParams, quote, type Refused } from '@agent-safe/core';
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

/** What the rollback is given. */
export function restoreParams(
  action: Action,
  rollback: Action,
  record: ExecutionRecord,
  kept: StoredState,
): RestoredParams {
  const params: Record<string, JsonValue> = {};
  const warnings: string[] = [];
  for (const [name, { source }] of Object.entries(action.rollback_params)) {
    const parameter = rollback.parameters.find((each) => each.name === name);
    const found = find(source, record, kept);
    if ('value' in found) {
      if (isSensitive(action, source) && parameter?.sensitive !== true) {
        const reason = `${source} is sensitive, and ${quote(name)} of ${quote(rollback.name)} is not: it would be recorded.`;
        return { ok: false, code: 'params_unsafe', reason };
      }
      params[name] = found.value;
    } else if (parameter?.required === false && found.isAbsent) {
      warnings.push(`${quote(name)} is not restored: there was none before, and what was set is not taken away.`);
    } else {
      const reason = `${quote(name)} cannot be given to ${quote(rollback.name)}. ${found.missing}`;
      return { ok: false, code: 'state_missing', reason };
    }
  }
  const restored = Object.entries(action.rollback_params).filter(([, { source }]) => isOfState(source));
  if (restored.length > 0 && !restored.some(([name]) => Object.hasOwn(params, name))) {
    const reason = `Nothing of the state before it can be restored. ${warnings.join(' ')}`;
    return { ok: false, code: 'state_missing', reason };
  }
  return { ok: true, params, warnings };
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

/** Shows no more than the log: a caller that may see a plan may not see every value that it needs. */
export function showParams(
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
  return new Redactor().redactObject(Object.fromEntries(shown));
}

/** The decrypted values of one execution. */
export type StoredState = { readonly ok: true; readonly values: JsonObject } | Refused<'state_missing'>;

/** Decrypts the values that were stored for the rollback of an execution. */
export async function readStoredState(
  auditId: string,
  { sealed }: ExecutionRecord,
  { encryptionKeys, states }: Services,
): Promise<StoredState> {
  if (sealed.length === 0) return lacking('It was not kept, because there was no key to encrypt it.');
  if (encryptionKeys.length === 0 || states === undefined) {
    return lacking('It is encrypted, and this runner has no key to decrypt it.');
  }
  const text = await states.get(auditId);
  if (text === undefined) return lacking('It was kept, and the state store does not have it any more.');
  for (const key of encryptionKeys) {
    const values = decryptState(key, auditId, text);
    if (values !== undefined) return { ok: true, values };
  }
  return lacking('It is encrypted with another key, or was changed since.');
}

function lacking(reason: string): StoredState {
  return { ok: false, code: 'state_missing', reason };
}

/** A value, or why there is none. A parameter may be left out only if its value was absent: if it is unknown, leaving it out asks for something else. */
type Found = { readonly value: JsonValue } | { readonly missing: string; readonly isAbsent: boolean };

/** The value of a source: from the log where that holds it as it was, else from what was kept. */
function find(source: string, record: ExecutionRecord, kept: StoredState): Found {
  const { after, before, intent } = record;
  const { from, name } = splitSource(source);
  const altered = from === undefined ? [] : listAltered(record)[from];
  const isKept = kept.ok && Object.hasOwn(kept.values, source);
  if (altered.includes(name) || isKept) {
    const value = isKept ? kept.values[source] : undefined;
    if (value !== undefined && value !== null) return { value };
    const why = kept.ok ? 'It was not kept.' : kept.reason;
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
