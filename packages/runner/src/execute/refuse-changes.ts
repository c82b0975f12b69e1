import { readText } from '../audit-events/read-event.ts';
import type { ExecutionRecord } from '../rollback/execution-record.ts';
import { findChanges } from '../rollback/find-changes.ts';
import type { RunContext } from '../run/run-context.ts';
import { type CapturedState, type Ended, end } from '../run/stage-results.ts';

/** A decision on a rollback does not cover changes that others have made since the original execution. */
export function refuseChanges(
  { options, services, warnings }: RunContext,
  original: ExecutionRecord | undefined,
  before: CapturedState | undefined,
): { readonly ok: true } | Ended {
  const action = services.actions.get(readText(original?.intent.action) ?? '');
  if (action === undefined || original === undefined || before === undefined) return { ok: true };
  const [then, now] = [original.after?.state.uid ?? original.before?.state.uid, before.recorded.uid];
  if (then !== undefined && now !== undefined && then !== now) {
    const why = 'It is another thing of that name, which was made anew since, and is left alone.';
    return end('skipped', 'changed_since', `Nothing was done. ${why}`);
  }
  const { changed, unread } = findChanges(action, original, before);
  if (changed.length === 0 && unread.length === 0) return { ok: true };
  const what =
    changed.length > 0
      ? `${changed.join(', ')} changed since`
      : `It is unknown whether ${unread.join(', ')} changed since`;
  if (options.overwrite !== true) {
    const why = `${what}, and that would be undone too. Look at it; with --overwrite it is taken back all the same.`;
    return end('skipped', 'changed_since', `Nothing was done. ${why}`);
  }
  warnings.push(`${what}, and that is undone too.`);
  return { ok: true };
}
