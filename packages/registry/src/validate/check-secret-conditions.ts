import {
  type Action,
  compileGlob,
  type Diagnostic,
  type ParameterTest,
  type PolicyMatch,
  type PolicyRule,
  quote,
} from '@agent-safe/core';
import type { Located } from '../yaml/located.ts';

/** The words that do not read the value. */
const BLIND: readonly string[] = ['present', 'masked', 'not'];

/** Refuses rules that read the value of a sensitive parameter: only its presence and its mask may be tested. */
export function checkSecretConditions(
  rules: readonly Located<PolicyRule>[],
  actions: readonly Located<Action>[],
): readonly Diagnostic[] {
  return rules.flatMap((entry) => {
    const { match } = entry.document;
    if (match.params === undefined && match.not?.params === undefined) return [];
    const concerned = actions.map(({ document }) => document).filter((action) => mayMatch(match, action));
    return [
      ...checkTests(entry, match.params, ['match', 'params'], concerned),
      ...checkTests(entry, match.not?.params, ['match', 'not', 'params'], concerned),
    ];
  });
}

function mayMatch({ actions, reversible, tags }: PolicyMatch, action: Action): boolean {
  return (
    (actions?.some((glob) => compileGlob(glob)(action.name)) ?? true) &&
    (tags?.some((glob) => action.tags.some(compileGlob(glob))) ?? true) &&
    (reversible === undefined || reversible === action.reversible)
  );
}

function checkTests(
  entry: Located<PolicyRule>,
  tests: PolicyMatch['params'],
  path: readonly string[],
  actions: readonly Action[],
): readonly Diagnostic[] {
  return Object.entries(tests ?? {}).flatMap(([name, test]): readonly Diagnostic[] => {
    const found = findReadingWord(test);
    if (found === undefined) return [];
    const holders = actions.filter(({ parameters }) => parameters.some((each) => each.name === name && each.sensitive));
    if (holders.length === 0) return [];
    const names = holders
      .slice(0, 3)
      .map((action) => action.name)
      .join(', ');
    const more = holders.length > 3 ? ` and ${holders.length - 3} more` : '';
    const word = quote(found.at(-1) ?? '');
    const message = `The rule ${quote(entry.document.name)} reads the parameter ${quote(name)} with ${word}, but the parameter is sensitive in ${names}${more}.`;
    const fix =
      'Test it with "present" or "masked" only, or limit "actions" to those whose parameter is not sensitive.';
    return [
      { severity: 'error', code: 'parameter_sensitive', message, fix, ...entry.place([...path, name, ...found], true) },
    ];
  });
}

/** Returns the path to the first word that reads the value. */
function findReadingWord(test: ParameterTest): readonly string[] | undefined {
  const word = Object.keys(test).find((each) => !BLIND.includes(each));
  if (word !== undefined) return [word];
  const inner = test.not === undefined ? undefined : findReadingWord(test.not);
  return inner === undefined ? undefined : ['not', ...inner];
}
