import { compilePattern } from './pattern.ts';

/**
 * Compiles the check of change-ticket ids. A valid id matches the configured pattern; without a pattern, it contains a
 * letter or digit. The check returns undefined for an invalid id, as if the request had no change ticket.
 *
 * @throws PatternError if the pattern is refused
 */
export function compileChangeTicketPattern(
  pattern: string | undefined,
): (id: string | null | undefined) => string | undefined {
  // An id of invisible characters is no id.
  const matches = pattern === undefined ? (id: string) => /[\p{L}\p{N}]/u.test(id) : compilePattern(pattern);
  return (id) => (typeof id === 'string' && id !== '' && matches(id) ? id : undefined);
}
