import { GrantRefused, type GrantRule } from './grant-rules.ts';

/** Characters of an inline session policy that STS accepts. */
const LONGEST_POLICY = 2_048;

/**
 * Renders the session policy of a lease: exactly the actions, resources and conditions of its rules.
 *
 * @throws GrantRefused if the policy is longer than STS accepts
 */
export function renderSessionPolicy(rules: readonly GrantRule[]): string {
  const text = renderPolicy(rules.map(toStatement));
  if (text.length <= LONGEST_POLICY) return text;
  throw new GrantRefused(
    `Their session policy has ${text.length} characters, and STS accepts ${LONGEST_POLICY}. Declare fewer or shorter resources.`,
  );
}

/** A session policy for credentials that can do nothing. */
export const NO_PERMISSIONS = renderPolicy([{ Effect: 'Deny', Action: '*', Resource: '*' }]);

function toStatement({ actions, conditions, resources }: GrantRule): object {
  const operators = Object.entries(conditions).map(([operator, keys]) => {
    const values = Object.entries(keys).map(([key, list]) => [key, shorten(list)]);
    return [operator, Object.fromEntries(values)] as const;
  });
  return {
    Effect: 'Allow',
    Action: shorten(actions),
    Resource: resources === undefined ? '*' : shorten(resources),
    ...(operators.length === 0 ? {} : { Condition: Object.fromEntries(operators) }),
  };
}

/** Renders a policy document without spaces. AWS accepts no characters beyond Latin-1, so they are escaped. */
export function renderPolicy(statements: readonly object[]): string {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return text.replaceAll(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function shorten(list: readonly string[]): string | readonly string[] {
  return list.length === 1 ? (list[0] ?? '') : list;
}
