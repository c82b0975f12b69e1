import { canonicalJson } from '@agent-safe/core';
import type { KnownAction } from '../run/options.ts';
import type { CapturedState } from '../run/stage-results.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { splitSource } from './source.ts';

/** Fields that a rollback restores: those that were changed since, and those that cannot be compared any more. */
export interface Changes {
  readonly changed: readonly string[];
  readonly unread: readonly string[];
}

/** What stands for a field in a comparison; undefined where it was not read. */
type Seen = string | undefined;

const ABSENT = 'absent';

/**
 * The fields that are not as an execution left them, of those that its rollback restores: whatever was made of them since is undone
 * too. What was not read after the execution, or is in no record as it was, says nothing.
 *
 * @param original the action that is taken back
 * @param before the state before the rollback, whose action has fields of the same names
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
    // Another action may have no such field.
    .filter((name) => then(name) !== undefined && isRead(name));
  return {
    changed: compared.filter((name) => now(name) !== undefined && now(name) !== then(name)),
    unread: compared.filter((name) => now(name) === undefined),
  };
}
