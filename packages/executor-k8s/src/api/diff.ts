import { canonicalJson, isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import { withoutAuditId } from './audit-annotation.ts';
import { objectAt } from './json.ts';

/** Metadata that every change of an object updates. Differences omit it. */
const INCIDENTAL = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'uid'];

/** Collects the leaves of a document by their paths. Empty objects and lists are leaves. */
function listLeaves(value: JsonValue, path: string, leaves: Map<string, string>): void {
  if (typeof value === 'object' && value !== null) {
    const members = isJsonArray(value)
      ? value.map((member, index) => [String(index), member] as const)
      : Object.entries(value);
    for (const [name, member] of members) listLeaves(member, path === '' ? name : `${path}.${name}`, leaves);
    if (members.length > 0) return;
  }
  leaves.set(path, canonicalJson(value));
}

/**
 * Describes the differences between two states of an object, one per line: `- path: old` and `+ path: new`. It omits metadata that the
 * server updates.
 *
 * @param before undefined if the object did not exist
 * @param after undefined if the object no longer exists
 */
export function describeDifference(before: JsonValue | undefined, after: JsonValue | undefined): string {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  const lines = paths.flatMap((path) => {
    const [left, right] = [old.get(path), now.get(path)];
    if (left === right) return [];
    // An empty object or list that gets members is described by the members alone.
    return [
      ...(left === undefined || isFilled(path, left, now) ? [] : [`- ${path}: ${left}`]),
      ...(right === undefined || isFilled(path, right, old) ? [] : [`+ ${path}: ${right}`]),
    ];
  });
  return lines.join('\n');
}

function isFilled(path: string, leaf: string, others: ReadonlyMap<string, string>): boolean {
  return (leaf === '{}' || leaf === '[]') && [...others.keys()].some((other) => other.startsWith(`${path}.`));
}

function leavesOf(value: JsonValue | undefined): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  if (value === undefined) return leaves;
  const { metadata, status: _, ...rest } = value as JsonObject;
  const kept = Object.entries(withoutAuditId(objectAt(metadata))).filter(([name]) => !INCIDENTAL.includes(name));
  listLeaves(metadata === undefined ? rest : { ...rest, metadata: Object.fromEntries(kept) }, '', leaves);
  return leaves;
}
