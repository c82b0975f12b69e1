import type { StateChange } from '@agent-safe/audit';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import type { Output } from '../command/command.ts';
import { printable } from './style.ts';

/** Each change on a line of its own, with what was there before. */
export function printChanges(output: Output, before: JsonObject, changes: readonly StateChange[]): void {
  if (changes.length === 0) output.out('  Nothing.\n');
  for (const change of changes) output.out(`  ${printable(describeChange(before, change))}\n`);
}

/** A list is changed in place before anything is taken out of it or put in: what is replaced or removed has its first place. */
function describeChange(before: JsonObject, change: StateChange): string {
  const { op, path } = change;
  if (op === 'add') return `add ${path}: ${JSON.stringify(change.value)}`;
  const old = JSON.stringify(valueAt(before, path));
  return op === 'remove' ? `remove ${path}: ${old}` : `replace ${path}: ${old} → ${JSON.stringify(change.value)}`;
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
function valueAt(state: JsonObject, path: string): JsonValue {
  let value: JsonValue = state;
  for (const step of path.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return null;
    value = (isJsonArray(value) ? value[Number(name)] : value[name]) ?? null;
  }
  return value;
}
