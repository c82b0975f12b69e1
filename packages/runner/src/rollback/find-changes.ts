import { canonicalJson } from '@agent-safe/core';
import type { KnownAction } from '../run/options.ts';
import type { CapturedState } from '../run/stage-results.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { splitSource } from './source.ts';

/** Fields that a rollback restores and that changed since, or can no longer be compared. */
export interface Changes {
  readonly changed: readonly string[];
  readonly unread: readonly string[];
}

/** Value of a field in a comparison; undefined if the field was not read. */
type Seen = string | undefined;

const ABSENT = 'absent';

/**
 * Finds the fields that changed since an execution, among those that its rollback restores. The rollback would undo these changes too.
 * Fields that were not read after the execution, or were recorded masked, are ignored.
 *
 * @param original the action to roll back
 * @param before the state before the rollback
 */
export function findChanges(
  { action: original }: KnownAction,
  { after }: ExecutionRecord,
  before: CapturedState,
): Changes {
  const then = (name: string): Seen => {
    const value = after?.state[name];
    if (value !== undefined) return canonicalJson(value);
    return after?.missing[name]?.absent === true ? ABSENT : undefined;
  };
  const now = (name: string): Seen => {
    const value = before.recorded[name];
    if (value !== undefined) return canonicalJson(value);
    return before.missing.some(({ absent, field }) => field === name && absent === true) ? ABSENT : undefined;
  };
  const isRead = (name: string) =>
    [...Object.keys(before.recorded), ...before.missing.map(({ field }) => field)].includes(name);
  const compared = Object.values(original.rollback_params)
    .map(({ source }) => splitSource(source))
    .filter(({ from, name }) => from === 'before_state' && after?.altered.includes(name) !== true)
    .map(({ name }) => name)
    // The rollback action may lack a field of the original action.
    .filter((name) => then(name) !== undefined && isRead(name));
  return {
    changed: compared.filter((name) => now(name) !== undefined && now(name) !== then(name)),
    unread: compared.filter((name) => now(name) === undefined),
  };
}
