import { compileGlob } from '@agent-safe/core';

/** Matches a pattern of IAM: `*` stands for any text and `?` for one character. IAM has no sets, so `[` matches itself. */
export function matches(pattern: string, value: string): boolean {
  return compileGlob(pattern.replaceAll('[', '[[]'))(value);
}
