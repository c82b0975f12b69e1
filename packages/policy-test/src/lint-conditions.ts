import {
  type Action,
  compileGlob,
  compileNamePattern,
  type Diagnostic,
  type PolicyMatch,
  type PolicyRule,
  quote,
  suggest,
  type Target,
} from '@agent-safe/core';
import { evaluateDefinition, HOLDS, matchesEntry, prepareMatch } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { lintParams } from './lint-params.ts';
import { type LintedProject, warn } from './linted-project.ts';
import { matchesOf } from './rule-matches.ts';

type Path = readonly (string | number)[];

/** Warns about conditions on what an action does that nothing in the project satisfies. */
export function lintConditions(
  entry: Located<PolicyRule>,
  { actions, targets = [] }: LintedProject,
): readonly Diagnostic[] {
  const known = actions.map(({ document }) => document);
  const inventory = targets.map(({ document }) => document);
  const { conditions, matchesAction } = prepareMatch(entry.document.match);
  const matching = known.filter((each) => matchesAction(each.name) && evaluateDefinition(conditions, each) === HOLDS);
  return matchesOf(entry.document.match).flatMap(({ match, path }) => [
    ...lintTags(entry, path, match, known),
    ...lintTargets(entry, path, match, inventory),
    ...lintParams(entry, path, match, matching),
    ...lintRepeated(entry, match),
  ]);
}

function lintTags(entry: Located<PolicyRule>, path: Path, { tags = [] }: PolicyMatch, actions: readonly Action[]) {
  const known = new Set(actions.flatMap((action) => action.tags));
  return tags.flatMap((tag, index): readonly Diagnostic[] => {
    if ([...known].some(compileGlob(tag))) return [];
    const message = `The rule ${quote(entry.document.name)} names the tag ${quote(tag)}, but no action has it.`;
    const fix = suggest(tag, known, `The tags are ${[...known].sort().join(', ') || 'none'}.`);
    return [warn(entry, [...path, 'tags', index], { code: 'tag_unmatched', message, fix })];
  });
}

/** A list of a target selector, with the values that targets have. */
interface TargetList {
  readonly key: string;
  readonly code: string;
  readonly what: string;
  readonly wanted: readonly string[] | undefined;
  readonly matches: (entry: string, value: string) => boolean;
  readonly read: (target: Target) => string | undefined;
}

function lintTargets(entry: Located<PolicyRule>, path: Path, { targets }: PolicyMatch, inventory: readonly Target[]) {
  if (targets === undefined) return [];
  const { ids, owners, scopes = {} } = targets;
  const isOwner = (pattern: string, owner: string) => compileNamePattern(pattern)(owner);
  const scope = (key: 'clusters' | 'accounts' | 'regions', field: 'cluster' | 'account' | 'region'): TargetList => ({
    key: `scopes.${key}`,
    code: 'scope_unmatched',
    what: field,
    wanted: scopes[key],
    matches: matchesEntry,
    read: (target) => target.scope?.[field],
  });
  const lists: readonly TargetList[] = [
    { key: 'ids', code: 'target_unmatched', what: 'id', wanted: ids, matches: matchesEntry, read: ({ id }) => id },
    {
      key: 'owners',
      code: 'owner_unmatched',
      what: 'owner',
      wanted: owners,
      matches: isOwner,
      read: ({ owner }) => owner,
    },
    scope('clusters', 'cluster'),
    scope('accounts', 'account'),
    scope('regions', 'region'),
  ];
  return lists.flatMap((list) => lintList(entry, [...path, 'targets'], list, inventory));
}

function lintList(
  entry: Located<PolicyRule>,
  path: Path,
  { code, key, matches, read, wanted = [], what }: TargetList,
  inventory: readonly Target[],
): readonly Diagnostic[] {
  const known = [...new Set(inventory.flatMap((target) => read(target) ?? []))].filter((value) => value !== '');
  return wanted.flatMap((value, index) => {
    if (known.some((each) => matches(value, each))) return [];
    const message = `The rule ${quote(entry.document.name)} names the ${what} ${quote(value)} in targets.${key}, but no target has it.`;
    const few =
      known.length > 20
        ? 'Correct it, or add a target to the inventory.'
        : `Known: ${known.sort().join(', ') || 'none'}.`;
    return warn(entry, [...path, ...key.split('.'), index], { code, message, fix: suggest(value, known, few) });
  });
}

/** Warns about a `not` that the conditions of the rule imply: the rule then matches nothing. */
function lintRepeated(entry: Located<PolicyRule>, own: PolicyMatch): readonly Diagnostic[] {
  const { not } = own;
  if (not === undefined || !repeats(own, not)) return [];
  const message = `The rule ${quote(entry.document.name)} can never decide: "not" repeats conditions of the rule.`;
  const fix = 'Remove "not", or exclude a part of what the rule matches.';
  return [warn(entry, ['match', 'not'], { code: 'rule_unmatched', message, fix })];
}

function repeats(own: object, not: object): boolean {
  return Object.entries(not).every(([key, value]) => {
    const found = (own as Readonly<Record<string, unknown>>)[key];
    if (JSON.stringify(found) === JSON.stringify(value)) return true;
    return isMapping(found) && isMapping(value) && repeats(found, value);
  });
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
