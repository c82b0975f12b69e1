import { canonicalJson, digestJson, isJsonArray, type JsonValue, type PolicyRule, plain } from '@agent-safe/core';

/**
 * Returns the digest of what a rule decides: its match, decision, reason and approvals. Priority, name, description and comments do
 * not change it. The order of a list in the match does not change it either, because each list of a match is a set.
 */
export function digestRule({ approvals, decision, match, reason }: PolicyRule): string {
  const required = approvals === undefined ? {} : { approvals: sortLists(plain(approvals)) };
  return digestJson({ decision, match: sortLists(plain(match)), reason, ...required });
}

function sortLists(value: JsonValue): JsonValue {
  if (isJsonArray(value)) {
    const texts = new Set(value.map((each) => canonicalJson(sortLists(each))));
    return [...texts].sort().map((text) => JSON.parse(text) as JsonValue);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, sortLists(each ?? null)]));
}
