import { readText } from '../audit-events/read-event.ts';
import type { ExecutionRecord } from '../rollback/execution-record.ts';
import { findChanges } from '../rollback/find-changes.ts';
import type { RunContext } from '../run/run-context.ts';
import { type CapturedState, type Ended, end } from '../run/stage-results.ts';

/** Refuses a rollback that would undo later changes, because its decision does not cover them. */
export function refuseChanges(
  { options, services, warnings }: RunContext,
  original: ExecutionRecord | undefined,
  before: CapturedState | undefined,
): { readonly ok: true } | Ended {
  const action = services.actions.get(readText(original?.intent.action) ?? '');
  if (action === undefined || original === undefined || before === undefined) return { ok: true };
  const [then, now] = [original.after?.state.uid ?? original.before?.state.uid, before.recorded.uid];
  if (then !== undefined && now !== undefined && then !== now) {
    const why = 'The object was deleted and created again after the original execution, and is not rolled back.';
    return end('skipped', 'changed_since', `${why} Nothing was done.`);
  }
  const { changed, unread } = findChanges(action, original, before);
  if (changed.length === 0 && unread.length === 0) return { ok: true };
  const what =
    changed.length > 0
      ? `Changed since the original execution: ${changed.join(', ')}.`
      : `Possibly changed since the original execution, because it could not be read: ${unread.join(', ')}.`;
  if (options.overwrite !== true) {
    const why = 'The rollback would undo that change, so nothing was done. Pass --overwrite to undo it too.';
    return end('skipped', 'changed_since', `${what} ${why}`);
  }
  warnings.push(`${what} The rollback undoes that change too.`);
  return { ok: true };
}
