import {
  compilePathGlob,
  compilePattern,
  isJsonArray,
  isMask,
  isSameScalar,
  type JsonScalar,
  type JsonValue,
  lengthOf,
  type ParameterTest,
} from '@agent-safe/core';
import { type Certainty, certain, FAILS, HOLDS, leastOf, mostOf, negate, UNKNOWN } from './certainty.ts';

/** Returns how far a value passes a test; undefined stands for a parameter without a value. */
export type CompiledTest = (value: JsonValue | undefined) => Certainty;

type Word = keyof ParameterTest;

/** Compiles the test of a parameter. All its words must hold. */
export function compileTest(test: ParameterTest): CompiledTest {
  const words = (Object.keys(test) as Word[]).map((word) => compileWord(word, test));
  const [only] = words;
  if (only !== undefined && words.length === 1) return only;
  return (value) => {
    let least: Certainty = HOLDS;
    for (const word of words) least = leastOf(least, word(value));
    return least;
  };
}

function compileWord(word: Word, test: ParameterTest): CompiledTest {
  switch (word) {
    case 'present': {
      const { present } = test;
      return (value) => certain((value !== undefined) === present);
    }
    case 'not': {
      const inner = compileTest(test.not ?? {});
      return (value) => negate(inner(value));
    }
    case 'min_value': {
      const { min_value = 0 } = test;
      return (value) => (typeof value === 'number' ? certain(value >= min_value) : UNKNOWN);
    }
    case 'max_value': {
      const { max_value = 0 } = test;
      return (value) => (typeof value === 'number' ? certain(value <= max_value) : UNKNOWN);
    }
    case 'min_length': {
      const { min_length = 0 } = test;
      return (value) => (hasLength(value) ? certain(lengthOf(value) >= min_length) : UNKNOWN);
    }
    case 'max_length': {
      const { max_length = 0 } = test;
      return (value) => (hasLength(value) ? certain(lengthOf(value) <= max_length) : UNKNOWN);
    }
    case 'pattern':
      return compileText(compilePattern(test.pattern ?? ''));
    case 'glob':
      return compileGlobs(test.glob ?? []);
    case 'enum':
      return compileEnum(test.enum ?? []);
    case 'contains':
      return compileContains(test.contains ?? []);
    case 'items': {
      const item = compileTest(test.items ?? {});
      return (value) =>
        isList(value) ? value.reduce<Certainty>((least, each) => leastOf(least, item(each)), HOLDS) : UNKNOWN;
    }
    // Only the decision point can mask values.
    case 'masked':
      return () => UNKNOWN;
  }
}

/** Whether a value is a text that can be compared. The mask of a secret says nothing about the secret. */
function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && !isMask(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return value !== undefined && isJsonArray(value);
}

function hasLength(value: JsonValue | undefined): value is string | readonly JsonValue[] {
  return isText(value) || isList(value);
}

function compileText(matches: (text: string) => boolean): CompiledTest {
  return (value) => (isText(value) ? certain(matches(value)) : UNKNOWN);
}

/** A path that leaves a folder, as written or with escapes of URLs. It may name a place that the glob excludes, or the reverse. */
const LEAVES_FOLDER = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){2}(?:$|[/\\]|%2f|%5c)/i;

function compileGlobs(globs: readonly string[]): CompiledTest {
  const matchers = globs.map(compilePathGlob);
  return (value) => {
    if (!isText(value)) return UNKNOWN;
    if (globs.includes(value)) return HOLDS;
    if (LEAVES_FOLDER.test(value)) return UNKNOWN;
    return certain(matchers.some((matches) => matches(value)));
  };
}

function compileEnum(entries: readonly JsonScalar[]): CompiledTest {
  return (value) => {
    if (value === undefined || isMask(value)) return UNKNOWN;
    return entries.reduce<Certainty>(
      (most, entry) => mostOf(most, compareScalar(entry, value)),
      noneFits(entries, value),
    );
  };
}

/** Returns the certainty that a value is none of the entries: unknown, if no entry has its type. */
function noneFits(entries: readonly JsonScalar[], value: JsonValue): Certainty {
  return entries.length === 0 || entries.some((entry) => fits(entry, value)) ? FAILS : UNKNOWN;
}

/** Whether an entry and a value can be compared. A text that is a number or a boolean can stand for it. */
function fits(entry: JsonScalar, value: JsonValue): boolean {
  if (typeof entry === typeof value) return typeof value !== 'object';
  if (typeof entry !== 'string') return false;
  if (typeof value === 'number') return entry.trim() !== '' && !Number.isNaN(Number(entry));
  return typeof value === 'boolean' && /^(?:true|false)$/i.test(entry);
}

function compareScalar(entry: JsonScalar, value: JsonValue): Certainty {
  if (isSameScalar(entry, value)) return HOLDS;
  // The text "22" may be read as the number 22.
  return typeof value === 'string' && typeof entry !== 'string' && isSameScalar(value, entry) ? UNKNOWN : FAILS;
}

function compileContains(entries: readonly JsonScalar[]): CompiledTest {
  const anyOf = compileEnum(entries);
  return (value) => {
    if (isText(value)) {
      if (entries.some((entry) => typeof entry === 'string' && value.includes(entry))) return HOLDS;
      return entries.every((entry) => typeof entry === 'string') ? FAILS : UNKNOWN;
    }
    if (!isList(value)) return UNKNOWN;
    return value.reduce<Certainty>((most, item) => mostOf(most, anyOf(item)), FAILS);
  };
}
