import { canonicalJson } from '@agent-safe/core';
import type { KnownAction } from '../options.ts';
import type { CapturedState } from '../read-state.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { splitSource } from './source.ts';

/**
 * The fields that are not as an execution left them, of those that its rollback restores: whatever was made of them since is undone
 * too. What either side has not read says nothing.
 *
 * @param original the action that is taken back
 * @param before the state before the rollback, whose action has fields of the same names
 */
export function findChanges(
  { action: original }: KnownAction,
  { after }: ExecutionRecord,
  before: CapturedState,
): readonly string[] {
  const restored = Object.values(original.rollback_params)
    .map(({ source }) => splitSource(source))
    .filter(({ from, name }) => from === 'before_state' && after?.altered.includes(name) !== true)
    .map(({ name }) => name);
  return restored.filter((name) => {
    const [then, now] = [after?.state[name], before.recorded[name]];
    return then !== undefined && now !== undefined && canonicalJson(then) !== canonicalJson(now);
  });
}
