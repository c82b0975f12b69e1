import { type Action, type Diagnostic, needsTarget, quote, type Target } from '@agent-safe/core';
import type { Located } from '../yaml/located.ts';

/** Names of types that read like "no target" or "any target". Types are exact names, so an inventory hardly has them. */
const UNCLEAR = /^(?:none|null|nil|no|nothing|n\/a|any|all|-|\[\]|\{\}|\*+)$/i;

/** Returns warnings for types of targets that look like another declaration, unless a target has the type. */
export function checkTargetTypes(
  actions: readonly Located<Action>[],
  targets: readonly Located<Target>[],
): readonly Diagnostic[] {
  const known = new Set(targets.map(({ document }) => document.type));
  return actions.flatMap((entry) =>
    entry.document.target_types.flatMap((type, index): readonly Diagnostic[] => {
      if (!UNCLEAR.test(type) || known.has(type)) return [];
      const message = `The action ${quote(entry.document.name)} needs a target of the type ${quote(type)}, and no target has it.`;
      const fix = 'Write target_types: [] for an action without a target, or the exact types of its targets.';
      return [
        { severity: 'warning', code: 'target_type_unclear', message, fix, ...entry.place(['target_types', index]) },
      ];
    }),
  );
}

/** Returns warnings for rollbacks between an action with a target and one without: a rollback has the target of its action. */
export function checkRollbackTargets(entries: readonly Located<Action>[]): readonly Diagnostic[] {
  const byName = new Map(entries.map(({ document }) => [document.name, document]));
  return entries.flatMap((entry): readonly Diagnostic[] => {
    const { name, rollback_action } = entry.document;
    const rollback = byName.get(rollback_action ?? '');
    if (rollback === undefined || needsTarget(rollback) === needsTarget(entry.document)) return [];
    const [own, other] = [entry.document, rollback].map((action) =>
      needsTarget(action) ? 'needs a target' : 'has no target',
    );
    const message = `The action ${quote(name)} cannot be rolled back: it ${own}, and its rollback action ${quote(rollback.name)} ${other}.`;
    const fix = 'Name a rollback action of the same kind, or remove "rollback_action".';
    return [
      { severity: 'warning', code: 'rollback_target_mismatch', message, fix, ...entry.place(['rollback_action']) },
    ];
  });
}
