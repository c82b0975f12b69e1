import type { JsonValue } from '@agent-safe/core';
import { at, listAt, textAt } from './json.ts';

/**
 * Describes the last writer of a field, as `manager, time`.
 *
 * @returns undefined if no writer is recorded
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function findOwner(object: JsonValue, path: readonly string[]): string | undefined {
  const owned = listAt(object, 'metadata', 'managedFields').filter(
    (entry) => at(entry, 'fieldsV1', ...path.map((name) => `f:${name}`)) !== undefined,
  );
  const times = owned.map((entry) => `${textAt(entry, 'manager') ?? ''}, ${textAt(entry, 'time') ?? ''}`);
  return times.length === 0 ? undefined : times.sort().join('; ');
}
