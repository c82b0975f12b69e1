import {
  type Diagnostic,
  holdsToken,
  identifyByName,
  type PolicyMatch,
  type PolicyRule,
  quote,
} from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import type { Located } from '@agent-safe/registry';
import { warn } from './linted-project.ts';
import { matchesOf } from './rule-matches.ts';

/** Settings that decide which callers a rule can match. */
export interface CallerSettings extends ProofOptions {
  /** Whether unverified callers are refused. */
  readonly requireVerifiedCallers?: boolean | undefined;
  /** Time by which rules have ended, in milliseconds since 1970, UTC. Default: now. */
  readonly now?: number | undefined;
}

/** Warns about conditions of a rule that no request can satisfy, with any documents. */
export function lintSelectors(entry: Located<PolicyRule>, settings: CallerSettings): readonly Diagnostic[] {
  return [...lintEmpty(entry), ...lintNames(entry), ...lintProof(entry, settings)];
}

type Path = readonly (string | number)[];

/** An empty list matches nothing. */
function lintEmpty(entry: Located<PolicyRule>): readonly Diagnostic[] {
  return matchesOf(entry.document.match).flatMap(({ match, path }) => lintEmptyLists(entry, match, path));
}

function lintEmptyLists(entry: Located<PolicyRule>, match: PolicyMatch, where: Path): readonly Diagnostic[] {
  const { callers = {}, targets = {}, time_windows = [] } = match;
  const targetKeys = ['environments', 'sensitivities', 'types', 'ids', 'owners'] as const;
  const lists: readonly (readonly [Path, readonly unknown[] | undefined])[] = [
    [['actions'], match.actions],
    [['tags'], match.tags],
    ...targetKeys.map((key) => [['targets', key], targets[key]] as const),
    ...CALLER_LISTS.map((key) => [['callers', key], callers[key]] as const),
    [['time_windows'], match.time_windows],
    ...time_windows.map(({ days }, index) => [['time_windows', index, 'days'], days] as const),
    [['risk_classes'], match.risk_classes],
  ];
  return lists
    .filter(([, list]) => list?.length === 0)
    .map(([path]) => {
      const key = [...where.slice(1), ...path].join('.');
      return warn(entry, [...where, ...path], {
        code: 'rule_unmatched',
        message: `The list ${key} of the rule ${quote(entry.document.name)} is empty, so nothing satisfies it.`,
        fix: 'Add a value, or remove the key.',
      });
    });
}

const CALLER_LISTS = ['agent_ids', 'roles', 'groups', 'delegated_from'] as const;

/** Finds names that no caller can have, and patterns of allow rules, which match callers that they did not match before. */
function lintNames(entry: Located<PolicyRule>): readonly Diagnostic[] {
  const { decision, name } = entry.document;
  const named = matchesOf(entry.document.match).flatMap(({ match, path }) =>
    CALLER_LISTS.map((key) => ({ key, values: match.callers?.[key] ?? [], where: [...path, 'callers', key] })),
  );
  return named.flatMap(({ key, values, where }) =>
    values.flatMap((value, index): readonly Diagnostic[] => {
      const path = [...where, index];
      if (!canExist(key, value)) {
        const message = `The rule ${quote(name)} names ${quote(value)} in callers.${key}, but no caller can have such a name.`;
        const fix = 'Use letters and digits, joined by spaces or common punctuation. "*" stands for any characters.';
        return [warn(entry, path, { code: 'caller_unmatched', message, fix })];
      }
      if (decision !== 'allow' || where[1] === 'not' || !value.includes('*')) return [];
      const message = `The rule ${quote(name)} allows every caller that the pattern ${quote(value)} in callers.${key} matches. Earlier versions took the pattern as a name, which matched no caller.`;
      const fix = 'Check that the rule may apply to all of them, or write the names out.';
      return [warn(entry, path, { code: 'pattern_live', message, fix })];
    }),
  );
}

/** Whether a caller can have a name, or some name that fits a pattern. */
function canExist(key: (typeof CALLER_LISTS)[number], entry: string): boolean {
  const example = entry.replaceAll(/\*+/g, 'a');
  return key === 'roles' || key === 'groups' ? !holdsToken(example) : identifyByName(example, false).ok;
}

/** Finds rules that match no caller because no keys verify callers. */
function lintProof(
  entry: Located<PolicyRule>,
  { requireVerifiedCallers = false, verifiesCallers }: CallerSettings,
): readonly Diagnostic[] {
  if (verifiesCallers !== false) return [];
  const { match, name } = entry.document;
  const dead = (path: Path, why: string, fix: string) => {
    const message = `The rule ${quote(name)} can never decide: ${why}.`;
    return [warn(entry, path, { code: 'proof_unavailable', message, fix })];
  };
  if (requireVerifiedCallers) {
    const why = 'require_verified_callers is set, but no keys verify callers, so every request is denied';
    return dead(['name'], why, 'Run "agent-safe keys generate", or remove require_verified_callers.');
  }
  const { delegated_from, groups, require_delegation, roles } = match.callers ?? {};
  const needed = [
    ...(roles === undefined ? [] : ['callers.roles']),
    ...(groups === undefined ? [] : ['callers.groups']),
    ...(delegated_from === undefined ? [] : ['callers.delegated_from']),
    ...(require_delegation === true ? ['callers.require_delegation'] : []),
    ...(match.targets?.owner_in_caller_groups === true ? ['targets.owner_in_caller_groups'] : []),
  ];
  return needed.flatMap((key) =>
    dead(
      ['match', ...key.split('.')],
      `it has the condition ${key}, but without keys no caller has roles, groups or delegators`,
      'Run "agent-safe keys generate", and give agents identity tokens.',
    ),
  );
}
