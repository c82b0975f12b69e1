import type { RecordedVersion } from '@agent-safe/core';

// A store or a log that is written in JavaScript may return any value.

/** Whether a store answered with an entry, or with none. */
export function isEntry(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null);
}

/** Whether a store answered with the result of a creation. */
export function isCreation(value: unknown): boolean {
  const { created, entry } = Object(value) as Readonly<Record<string, unknown>>;
  return isBoolean(created) && isEntry(entry);
}

export function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** Whether a log answered with a recorded version, or with none. */
export function isVersion(known: RecordedVersion | undefined): boolean {
  if (known === undefined) return true;
  const { mark, version } = Object(known) as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(version) && (mark === null || typeof mark === 'string');
}
