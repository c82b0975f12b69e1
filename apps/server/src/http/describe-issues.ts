import type * as z from 'zod';

/** Describes the first mistake of a request, without its value, which may be a secret. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], part: string): string {
  const [issue] = issues;
  if (issue === undefined) return `The ${part} of the request is not valid.`;
  const place = [part, ...issue.path.map(String)].join('.').slice(0, 256);
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.slice(0, 5).map((key) => JSON.stringify(key.slice(0, 64)));
    return `The request has an unknown field in ${place}: ${names.join(', ')}. Remove it.`;
  }
  return `The request is not valid at ${place}: ${issue.message}.`;
}
