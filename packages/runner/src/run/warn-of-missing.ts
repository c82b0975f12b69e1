import type { MissingField } from '@agent-safe/core';
import type { RunContext } from './run-context.ts';

/** Warns of state fields whose values are unknown. A field that was absent is known. */
export function warnOfMissing(run: RunContext, when: 'before' | 'after', missing: readonly MissingField[] = []): void {
  const unread = missing.filter(({ absent }) => absent !== true);
  for (const [reason, group] of Map.groupBy(unread, (each) => each.reason)) {
    const names = group.map(({ field }) => field);
    const last = names.pop() ?? '';
    const what =
      names.length === 0
        ? `${last} is not known as it was`
        : `${names.join(', ')} and ${last} are not known as they were`;
    run.warnings.push(`${what} ${when}. ${reason}`);
  }
}
