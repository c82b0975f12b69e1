import { compilePattern } from './pattern.ts';

/**
 * Prepares what counts as the id of a change ticket: any text with a letter or digit, or what matches the configured pattern.
 * What does not count is treated as if no ticket had been given.
 *
 * @throws PatternError if the pattern is refused
 */
export function compileChangeTicketPattern(
  pattern: string | undefined,
): (id: string | null | undefined) => string | undefined {
  // An id that nobody can see is none.
  const matches = pattern === undefined ? (id: string) => /[\p{L}\p{N}]/u.test(id) : compilePattern(pattern);
  return (id) => (typeof id === 'string' && id !== '' && matches(id) ? id : undefined);
}
