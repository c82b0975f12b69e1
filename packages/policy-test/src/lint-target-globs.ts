import { type Diagnostic, type PolicyRule, quote, type Target, type TargetSelector } from '@agent-safe/core';
import { matchesEntry, matchesTarget } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { warn } from './linted-project.ts';

/** Most targets that a warning names. */
const MOST_NAMED = 3;

/** A glob of a target selector, and what it is compared with. */
interface TargetGlob {
  readonly glob: string;
  readonly path: readonly (string | number)[];
  readonly readValue: (target: Target) => string | undefined;
}

/** Warns about globs in the target selector of a rule that match more or fewer targets than their author may expect. */
export function lintTargetGlobs(
  entry: Located<PolicyRule>,
  targets: readonly Located<Target>[],
): readonly Diagnostic[] {
  const { decision, match } = entry.document;
  if (match.targets === undefined) return [];
  const globs = globsOf(match.targets);
  if (decision === 'allow') return globs.map((glob) => warnWider(entry, glob));
  return lintCrossed(entry, match.targets, globs, targets);
}

function globsOf({ labels = {}, types = [] }: TargetSelector): readonly TargetGlob[] {
  const all: readonly TargetGlob[] = [
    ...types.map((glob, index) => ({ glob, path: ['types', index], readValue: (target: Target) => target.type })),
    ...Object.entries(labels).map(([label, glob]) => ({
      glob,
      path: ['labels', label],
      readValue: (target: Target) => (Object.hasOwn(target.labels, label) ? target.labels[label] : undefined),
    })),
  ];
  return all.filter(({ glob }) => glob.includes('*'));
}

function warnWider(entry: Located<PolicyRule>, { glob, path }: TargetGlob): Diagnostic {
  const where = `targets.${path[0]}`;
  return warn(entry, ['match', 'targets', ...path], {
    code: 'pattern_live',
    message: `The rule ${quote(entry.document.name)} allows requests for every target that the pattern ${quote(glob)} in ${where} matches. Earlier versions took the pattern as a value.`,
    fix: 'Check that the rule may apply to all of them, or write the values out.',
  });
}

/** Warns about globs of a rule that restricts, if only a star that crosses parts would reach a target. */
function lintCrossed(
  entry: Located<PolicyRule>,
  selector: TargetSelector,
  globs: readonly TargetGlob[],
  targets: readonly Located<Target>[],
): readonly Diagnostic[] {
  if (globs.length === 0) return [];
  const crossing = crossParts(selector);
  const missed = targets
    .map(({ document }) => document)
    .filter((target) => matchesTarget(crossing, target) && !matchesTarget(selector, target));
  return globs.flatMap(({ glob, path, readValue }) => {
    const wider = cross(glob);
    const ids = missed
      .filter((target) => {
        const value = readValue(target);
        return value !== undefined && matchesEntry(wider, value) && !matchesEntry(glob, value);
      })
      .map(({ id }) => quote(id));
    if (ids.length === 0) return [];
    const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
    const shown = `${ids.slice(0, MOST_NAMED).join(', ')}${more}`;
    return warn(entry, ['match', 'targets', ...path], {
      code: 'pattern_within_part',
      message: `The pattern ${quote(glob)} in targets.${path[0]} of the rule ${quote(entry.document.name)} does not reach ${shown}: "*" stays within one part, and "/", ":" and "@" separate parts.`,
      fix: `Write ${quote(wider)}, or list the values that the rule is for.`,
    });
  });
}

function crossParts(selector: TargetSelector): TargetSelector {
  const { labels, types } = selector;
  return {
    ...selector,
    ...(types === undefined ? {} : { types: types.map(cross) }),
    ...(labels === undefined
      ? {}
      : { labels: Object.fromEntries(Object.entries(labels).map(([label, glob]) => [label, cross(glob)])) }),
  };
}

function cross(glob: string): string {
  return glob.replaceAll(/\*+/g, '**');
}
