import type { JsonValue, ParameterTest } from '@agent-safe/core';
import { type Certainty, certain, HOLDS, leastOf, negate, UNKNOWN } from './certainty.ts';

/** Returns the mask of a sensitive value, as decisions and the audit log show it; undefined if no mask key is known. */
export type MaskValue = (action: string, parameter: string, value: JsonValue) => string | undefined;

/** Returns how far a sensitive parameter passes a test. @param mask undefined if no mask key is configured */
export type CompiledSecretTest = (
  value: JsonValue | undefined,
  mask: (() => string | undefined) | undefined,
) => Certainty;

/** Compiles the test of a sensitive parameter. Only its presence and its mask are known: the other words read the value. */
export function compileSecretTest(test: ParameterTest): CompiledSecretTest {
  const words = (Object.keys(test) as (keyof ParameterTest)[]).map((word) => compileWord(word, test));
  return (value, mask) => words.reduce<Certainty>((least, word) => leastOf(least, word(value, mask)), HOLDS);
}

function compileWord(word: keyof ParameterTest, test: ParameterTest): CompiledSecretTest {
  if (word === 'present') return (value) => certain((value !== undefined) === test.present);
  if (word === 'not') {
    const inner = compileSecretTest(test.not ?? {});
    return (value, mask) => negate(inner(value, mask));
  }
  if (word !== 'masked') return () => UNKNOWN;
  const { masked = [] } = test;
  return (value, mask) => {
    const own = value === undefined ? undefined : mask?.();
    return own === undefined ? UNKNOWN : certain(masked.includes(own));
  };
}
