import { holdsToken } from '@agent-safe/core';

const FIXES = {
  identity: 'Create one with: agent-safe identity create --agent NAME',
  approver: 'Create one with: agent-safe identity create --agent NAME --role approver',
  ticket: 'Get one with: agent-safe check … --quiet',
} as const;

/** Codes of the results that a text which is not a token leads to. */
const CODES: readonly unknown[] = ['approver_unverified', 'caller_invalid', 'ticket_invalid'];

/**
 * Names the option and the fix in a refusal, if the given text is a bare name instead of a token.
 *
 * @param place the option or argument, such as `--as`
 * @param given the text or texts of the option
 */
export function explainNotToken<Result extends { readonly ok: boolean }>(
  result: Result,
  place: string,
  given: string | readonly string[],
  kind: keyof typeof FIXES,
): Result {
  const isRefused = !result.ok && 'code' in result && CODES.includes(result.code);
  if (!isRefused || [given].flat().every(holdsToken)) return result;
  return { ...result, reason: `${place}: the text is not a token. ${FIXES[kind]}` };
}
