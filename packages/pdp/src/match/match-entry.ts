import { compilePathGlob } from '@agent-safe/core';

/** Whether a type or label of a target matches a value or glob of a selector. Most are values. */
export function matchesEntry(entry: string, value: string): boolean {
  return entry === value || (entry.includes('*') && compilePathGlob(entry)(value));
}
