import {
  type Action,
  canonicalJson,
  JsonError,
  type JsonObject,
  type JsonValue,
  MASK,
  type MissingField,
  maskValue,
  type StateField,
  type StateReading,
  type StateResult,
  snapshotJson,
} from '@agent-safe/core';
import { showState } from '../rollback/large-value.ts';
import { splitSource } from '../rollback/source.ts';
import { type CapturedState, type ExecutorCall, reasonOf } from '../run/stage-results.ts';

/** Largest size of a state in the log, in bytes. It is a little less than the limit of an event. */
const LARGEST_STATE = 48_000;

/** Options of a reading that come from the services of the runner. */
export interface StateOptions {
  readonly maskKey?: Uint8Array | undefined;
  readonly states?: unknown;
  readonly encryptionKeys: readonly Uint8Array[];
}

/** Reads the state fields that an action declares. It does not throw: the result lists the fields that could not be read. */
export async function readState(
  { context, execution, executor, limit, redactor }: ExecutorCall,
  options: StateOptions,
): Promise<CapturedState> {
  const { action } = execution;
  const at = context.clock();
  try {
    const asked = await limit.wait(() => executor.readState(execution, context));
    if (!asked.done) return nothing(action, 'The field was not read in time.', at);
    // An executor that is written in JavaScript may return any value.
    const answer: StateResult | undefined = asked.value;
    const reading = answer?.ok === true ? readReading(action, answer) : unread(action, reasonOf(answer));
    for (const { name, sensitive } of action.state_fields) {
      if (sensitive && Object.hasOwn(reading.state, name)) redactor.add(reading.state[name]);
    }
    const declared = new Set([...action.parameters, ...action.state_fields].map(({ name }) => name));
    // The value of a key such as DB_PASSWORD is secret too. The key is a parameter, and its value a field of the state.
    const named = { ...execution.params, ...reading.state };
    redactor.addNamed(named, declared);
    const visible = redactor.redactObject(named, declared);
    const missing = reading.missing.map((each) => ({ ...each, reason: redactor.redact(String(each.reason)) }));
    return { ...choose(action, { state: reading.state, missing }, visible, options), at };
  } catch (error) {
    return nothing(action, `The field could not be read: ${redactor.redactError(error)}`, at);
  }
}

/** Reads each declared field on its own, so that one unusable field does not affect the others. */
function readReading(action: Action, { missing, state }: StateReading): StateReading {
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    throw new Error('The executor returned a state that is not an object.');
  const read: Record<string, JsonValue> = {};
  const unusable: MissingField[] = [];
  for (const { name } of action.state_fields) {
    if (!Object.hasOwn(state, name) || state[name] === undefined) continue;
    try {
      read[name] = snapshotJson(state[name], name);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      unusable.push({ field: name, reason: `The value cannot be recorded: ${error.message}.` });
    }
  }
  return { state: read, missing: [...unusable, ...missing] };
}

/** Lists the fields that a rollback needs. */
function listNeeded({ rollback_params }: Action): readonly string[] {
  return Object.values(rollback_params).flatMap(({ source }) => {
    const { from, name } = splitSource(source);
    return from === 'before_state' ? [name] : [];
  });
}

/** Sorts the fields that a rollback needs to the front, because not every field may fit into an event. */
function sortFields(action: Action): readonly StateField[] {
  const needed = listNeeded(action);
  const isNeeded = ({ name }: StateField) => needed.includes(name);
  return [...action.state_fields.filter(isNeeded), ...action.state_fields.filter((field) => !isNeeded(field))];
}

function choose(
  action: Action,
  reading: StateReading,
  visible: JsonObject,
  options: StateOptions,
): Omit<CapturedState, 'at'> {
  const clear: Record<string, JsonValue> = {};
  const recorded: Record<string, JsonValue> = {};
  const altered: string[] = [];
  const missing: MissingField[] = [];
  const isStored = options.states !== undefined && options.encryptionKeys.length > 0;
  const needed = listNeeded(action);
  let size = 0;
  for (const { name, required, sensitive } of sortFields(action)) {
    const value = Object.hasOwn(reading.state, name) ? reading.state[name] : undefined;
    const said = reading.missing.find(({ field }) => field === name);
    if (value === undefined) {
      const reason = said?.reason ?? 'The executor did not read the field.';
      const absent = said?.absent === true ? { absent: true } : {};
      if (said !== undefined || required) missing.push({ field: name, reason, ...absent });
      continue;
    }
    clear[name] = value;
    const shown = sensitive
      ? mask(action, name, value, options.maskKey)
      : showState(visible[name] ?? null, {
          isNeeded: !isStored && needed.includes(name),
          isRedacted: !isSame(visible[name], value),
        });
    const bytes = Buffer.byteLength(JSON.stringify(shown));
    if (size + bytes > LARGEST_STATE) {
      missing.push({ field: name, reason: 'The value is too large for the log.' });
      continue;
    }
    size += bytes;
    recorded[name] = shown;
    if (canonicalJson(shown) !== canonicalJson(value)) altered.push(name);
  }
  return { clear, recorded, altered, missing };
}

function isSame(left: JsonValue | undefined, right: JsonValue): boolean {
  return left !== undefined && canonicalJson(left) === canonicalJson(right);
}

function mask(action: Action, name: string, value: JsonValue, maskKey: Uint8Array | undefined): string {
  return maskKey === undefined ? MASK : maskValue(maskKey, action.name, name, value);
}

/** Returns a reading in which every field is missing, for the same reason. */
function unread(action: Action, reason: string): StateReading {
  return { state: {}, missing: action.state_fields.map(({ name }) => ({ field: name, reason: String(reason) })) };
}

function nothing(action: Action, reason: string, at: number): CapturedState {
  const missing = action.state_fields.map(({ name }) => ({ field: name, reason }));
  return { clear: {}, recorded: {}, altered: [], missing, at };
}
