import type { PolicyMatch } from '@agent-safe/core';

type Path = readonly (string | number)[];

/** Returns the conditions of a rule and those of its `not`, with their paths. */
export function matchesOf(match: PolicyMatch): readonly { readonly match: PolicyMatch; readonly path: Path }[] {
  const { not } = match;
  return [{ match, path: ['match'] }, ...(not === undefined ? [] : [{ match: not, path: ['match', 'not'] }])];
}
