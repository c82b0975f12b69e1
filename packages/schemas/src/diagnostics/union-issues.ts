import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** The issues of a value, for each alternative of a union. */
type Alternatives = readonly (readonly Issue[])[];

/** Returns one issue with the discriminators of all alternatives, if the value has none of them. */
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

/** Whether an alternative is for another type of value. Then its other issues do not matter. */
export function isOtherType(issue: Issue, actual: unknown): boolean {
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof actual === 'object');
}

/** Counts issues. A wrong discriminator (`type: aws`, `backend: s3`) counts as 100. */
export function weigh(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (isDiscriminator(issue) ? 100 : 1), 0);
}

/** Returns the keys that no alternative knows, and the known keys of all: the discriminator may be misspelled. */
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
