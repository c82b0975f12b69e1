import { type Action, canonicalJson } from '@agent-safe/core';
import { readObject } from '../audit-events/read-event.ts';
import type { KnownAction } from '../run/options.ts';
import type { CapturedState } from '../run/stage-results.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { isComparableStub } from './large-value.ts';
import { splitSource } from './source.ts';

/** Fields that a rollback restores and that changed since, or can no longer be compared. */
export interface Changes {
  readonly changed: readonly string[];
  readonly unread: readonly string[];
}

/** Value of a field in a comparison; undefined if the field was not read. */
type Seen = string | undefined;

const ABSENT = 'absent';
const EMPTY_LIST = canonicalJson([]);

/**
 * Finds the fields that changed since an execution, among those that its rollback undoes. The rollback would undo these changes too.
 * A field that was recorded masked is ignored.
 *
 * @param original the action to roll back
 * @param before the state before the rollback
 */
export function findChanges({ action }: KnownAction, record: ExecutionRecord, before: CapturedState): Changes {
  const now = (name: string): Seen => {
    const value = before.recorded[name];
    if (value !== undefined) return canonicalJson(value);
    return before.missing.some(({ absent, field }) => field === name && absent === true) ? ABSENT : undefined;
  };
  const isRead = (name: string) =>
    [...Object.keys(before.recorded), ...before.missing.map(({ field }) => field)].includes(name);
  // The rollback action may lack a field of the original action.
  const compared = listCompared(action)
    .filter((name) => isRead(name) && isComparable(record, name))
    .map((name) => ({ name, expected: listExpected(action, record, name) }))
    .filter(({ expected }) => expected.length > 0);
  return {
    changed: compared
      .filter(({ expected, name }) => now(name) !== undefined && !expected.includes(now(name) ?? ''))
      .map(({ name }) => name),
    unread: compared.filter(({ name }) => now(name) === undefined).map(({ name }) => name),
  };
}

/**
 * Lists the fields that a rollback undoes: those that it restores. A rollback that restores no captured value, such as the deletion of
 * a created namespace, undoes the action as a whole, so it concerns every field with one value. A list or an object describes more than
 * the action changed, such as all policies of a role.
 */
function listCompared({ rollback_params, state_fields }: Action): readonly string[] {
  const restored = Object.values(rollback_params).map(({ source }) => splitSource(source));
  const named = restored.filter(({ from }) => from === 'before_state').map(({ name }) => name);
  if (named.length > 0) return [...new Set(named)];
  return state_fields.filter(({ type }) => type !== 'array' && type !== 'object').map(({ name }) => name);
}

/** Whether the recorded value of a field shows if the field changed. A stub does, and a mask does not. */
function isComparable({ after, before }: ExecutionRecord, name: string): boolean {
  const state = after ?? before;
  return state?.altered.includes(name) !== true || isComparableStub(state.state[name]);
}

/** Lists the values that a field may have if no other writer changed it. An empty list: that is unknown. */
function listExpected(action: Action, { after, before, intent }: ExecutionRecord, name: string): readonly string[] {
  const seenIn = (state: ExecutionRecord['after']): Seen => {
    const value = state?.state[name];
    if (value !== undefined) return canonicalJson(value);
    return state?.missing[name]?.absent === true ? ABSENT : undefined;
  };
  const seen = seenIn(after);
  if (seen !== undefined) return [seen];
  // The state after the action is unknown, such as after a crash. The action may or may not have been executed.
  const then = seenIn(before);
  if (then === undefined) return [];
  const requested = findRequested(action, name);
  const value = requested === undefined ? undefined : readObject(intent.params)?.[requested];
  if (value !== undefined) return [then, canonicalJson(value)];
  // A field with two values had the other one before, or was not changed.
  if (typeof before?.state[name] === 'boolean') return ['true', 'false'];
  // Without the parameter, the action leaves the field alone or removes its value. An empty list has none.
  return requested === undefined ? [] : [then, ABSENT, EMPTY_LIST];
}

/** Returns the parameter by which an action sets a field. It is known if the action is its own rollback. */
function findRequested(action: Action, name: string): string | undefined {
  if (action.rollback_action !== action.name) return undefined;
  const found = Object.entries(action.rollback_params).find(([, { source }]) => source === `before_state.${name}`);
  return found?.[0];
}
