import { compileNamePattern } from '@agent-safe/core';
import type { VerifiedChain } from './verified-chain.ts';

/** Texts in place of a star. Two of them, because a rule may name one of the examples. */
const FILLERS = ['1', 'another'];

/** Returns names that match an entry of a caller selector: the name itself, or examples for a pattern and the names of grants. */
export function exampleNames(entry: string, { grantedNames }: Pick<VerifiedChain, 'grantedNames'>): readonly string[] {
  if (!entry.includes('*')) return [entry];
  const examples = FILLERS.map((filler) => entry.replaceAll(/\*+/g, filler));
  return [...new Set([...examples, ...grantedNames.filter(compileNamePattern(entry))])];
}

/** Returns examples for all entries of a selector. */
export function allExampleNames(
  entries: readonly string[] | undefined,
  names: Pick<VerifiedChain, 'grantedNames'>,
): readonly string[] {
  return [...new Set((entries ?? []).flatMap((entry) => exampleNames(entry, names)))];
}

/** Returns a function that tells whether a name matches an entry of a selector. */
export function matcherOf(entries: readonly string[]): (name: string) => boolean {
  const matchers = entries.map(compileNamePattern);
  return (name) => matchers.some((matches) => matches(name));
}
