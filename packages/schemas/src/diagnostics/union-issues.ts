import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, by the alternatives that it could be. */
type Alternatives = readonly (readonly Issue[])[];

/** Where the discriminating value is that of no alternative, the values of all of them. */
export function joinChoices(alternatives: Alternatives): Issue | undefined {
  const choices = alternatives.map((issues) =>
    issues.find((each) => each.code === 'invalid_value' && isDiscriminator(each)),
  );
  const values = choices.flatMap((each) => (each?.code === 'invalid_value' ? each.values : []));
  const [first] = choices;
  const isAll = choices.every((each) => each !== undefined) && values.length > 1;
  return isAll && first?.code === 'invalid_value' ? { ...first, values } : undefined;
}

function isDiscriminator({ path: [key, ...rest] }: Issue): boolean {
  return rest.length === 0 && (key === 'type' || key === 'backend');
}

/** Whether an alternative is for another type of value, so that its mistakes say nothing. */
export function isOtherType(issue: Issue, actual: unknown): boolean {
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof actual === 'object');
}

/** A wrong discriminating value (`type: aws`, `backend: s3`) weighs more than any mistake beside it. */
export function weigh(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (isDiscriminator(issue) ? 100 : 1), 0);
}

/** Keys that no alternative knows, and all that any of them knows: the discriminating one may be misspelt. */
export function joinUnknownKeys(alternatives: Alternatives): {
  readonly keys: readonly string[];
  readonly known: readonly string[];
} {
  const refusals = alternatives.map((issues) =>
    issues.find((each) => each.code === 'unrecognized_keys' && each.path.length === 0),
  );
  const all = refusals.flatMap((each) => (each?.code === 'unrecognized_keys' ? [each] : []));
  const [first] = all;
  if (first === undefined || all.length < alternatives.length) return { keys: [], known: [] };
  const keys = first.keys.filter((key) => all.every((each) => each.keys.includes(key)));
  return { keys, known: [...new Set(all.flatMap(({ message }) => message.split(' ')))] };
}
