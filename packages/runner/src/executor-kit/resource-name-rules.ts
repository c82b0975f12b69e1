import type { CredentialRules } from '@agent-safe/core';

/**
 * Returns rules for resource names whose parts are separated by colons, with the name of the resource at the end. A value at the
 * end may contain separators, because it only names the resource. In another part, a separator would begin a new part.
 *
 * @param leadingParts parts before the name of the resource: 5 in `arn:partition:service:region:account:resource`
 */
export function resourceNameRules(leadingParts: number): CredentialRules {
  return {
    checkValue: () => ({ ok: true }),
    allowsSeparators: (before, after) => after === '' && before.split(':').length > leadingParts,
  };
}
