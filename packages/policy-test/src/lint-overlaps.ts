import { type Diagnostic, formatPlace, quote } from '@agent-safe/core';
import { findOverlaps } from './find-overlaps.ts';
import { type LintedProject, warn } from './linted-project.ts';

/** Warns about targets that an action accepts for the same parameters, where neither is strictly narrower. */
export function lintOverlaps({ actions, targets = [] }: LintedProject): readonly Diagnostic[] {
  const entries = new Map(targets.map((entry) => [entry.document, entry]));
  const places = new Map(targets.map((entry, place) => [entry.document, place]));
  const { isComplete, overlaps } = findOverlaps(
    actions.map(({ document }) => document),
    targets.map(({ document }) => document),
  );
  const diagnostics = overlaps.flatMap(({ action, left, right }) => {
    const isLater = (places.get(left) ?? 0) > (places.get(right) ?? 0);
    const [first, second] = isLater ? [right, left] : [left, right];
    const [before, entry] = [entries.get(first), entries.get(second)];
    if (before === undefined || entry === undefined) return [];
    const other = `${quote(first.id)} (${formatPlace(before.place(['id']))})`;
    return warn(entry, ['id'], {
      code: 'targets_overlap',
      message: `The target ${quote(second.id)} overlaps with ${other}: ${action} accepts both for the same parameters. The stricter answer is used.`,
      fix: 'Make their bindings disjoint, give each its scope, or remove one of the two.',
    });
  });
  const [first] = targets;
  if (isComplete || first === undefined) return diagnostics;
  const unfinished = warn(first, ['id'], {
    code: 'overlaps_unfinished',
    message: 'Too many targets overlap, so not all of them are listed.',
    fix: 'Correct the listed targets, and validate again.',
  });
  return [...diagnostics, unfinished];
}
