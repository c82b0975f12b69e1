import type { StateChange } from '@agent-safe/audit';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import type { Output } from '../command/command.ts';
import { printable } from './style.ts';

/** Describes each change in one line, with the value before. */
export function printChanges(output: Output, before: JsonObject, changes: readonly StateChange[]): void {
  if (changes.length === 0) output.out('  Nothing.\n');
  for (const change of changes) output.out(`  ${printable(describeChange(before, change))}\n`);
}

/** Values of a list are replaced before values are removed or added. So the old index of a replaced value is still valid. */
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
