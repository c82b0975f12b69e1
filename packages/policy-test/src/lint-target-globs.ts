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
  // Only types and labels were values in earlier versions.
  if (decision === 'allow') return globs.filter(({ path }) => isOld(path)).map((glob) => warnWider(entry, glob));
  return lintCrossed(entry, match.targets, globs, targets);
}

function globsOf({ ids = [], labels = {}, types = [] }: TargetSelector): readonly TargetGlob[] {
  const all: readonly TargetGlob[] = [
    ...types.map((glob, index) => ({ glob, path: ['types', index], readValue: (target: Target) => target.type })),
    ...ids.map((glob, index) => ({ glob, path: ['ids', index], readValue: (target: Target) => target.id })),
    ...Object.entries(labels).flatMap(([label, globs]) =>
      [globs].flat().map((glob, index) => ({
        glob,
        path: ['labels', label, ...(typeof globs === 'string' ? [] : [index])],
        readValue: (target: Target) => (Object.hasOwn(target.labels, label) ? target.labels[label] : undefined),
      })),
    ),
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

/** Whether 0.11 has the condition: a type, or one value of a label. */
function isOld([key, , index]: TargetGlob['path']): boolean {
  return key === 'types' || (key === 'labels' && index === undefined);
}

function crossParts(selector: TargetSelector): TargetSelector {
  const { ids, labels, types } = selector;
  return {
    ...selector,
    ...(ids === undefined ? {} : { ids: ids.map(cross) }),
    ...(types === undefined ? {} : { types: types.map(cross) }),
    ...(labels === undefined
      ? {}
      : {
          labels: Object.fromEntries(
            Object.entries(labels).map(([label, globs]) => [label, [globs].flat().map(cross)]),
          ),
        }),
  };
}

function cross(glob: string): string {
  return glob.replaceAll(/\*+/g, '**');
}
