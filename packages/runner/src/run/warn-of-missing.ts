import type { MissingField } from '@agent-safe/core';
import type { RunContext } from './run-context.ts';

/** Adds a warning for state fields with unknown values. An absent field is known. */
export function warnOfMissing(run: RunContext, when: 'before' | 'after', missing: readonly MissingField[] = []): void {
  const unread = missing.filter(({ absent }) => absent !== true);
  for (const [reason, group] of Map.groupBy(unread, (each) => each.reason)) {
    const names = group.map(({ field }) => field);
    const last = names.pop() ?? '';
    const what = names.length === 0 ? `The value of ${last}` : `The values of ${names.join(', ')} and ${last}`;
    run.warnings.push(`${what} ${when} the action ${names.length === 0 ? 'is' : 'are'} unknown. ${reason}`);
  }
}
