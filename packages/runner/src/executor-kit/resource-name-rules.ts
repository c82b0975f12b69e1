import type { CredentialRules } from '@agent-safe/core';

/**
 * Rules for systems whose names have parts between colons, and the name of the thing itself at the end. A value at the end may hold
 * separators: it names what is touched, and nothing else. In any other part, a separator would end the part and begin another.
 *
 * @param leadingParts parts before the name of the thing: 5 in `arn:partition:service:region:account:thing`
 */
export function resourceNameRules(leadingParts: number): CredentialRules {
  return {
    checkValue: () => ({ ok: true }),
    allowsSeparators: (before, after) => after === '' && before.split(':').length > leadingParts,
  };
}
