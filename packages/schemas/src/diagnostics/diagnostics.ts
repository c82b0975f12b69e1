import { closestMatch, describeType, didYouMean, quote, suggest } from '@agent-safe/core';
import type * as z from 'zod';
import { describeSynonym } from './synonyms.ts';
import { isOtherType, joinChoices, joinUnknownKeys, weigh } from './union-issues.ts';

export type Path = readonly (string | number)[];

/** A mistake in a document, with the path to it. */
export interface PathDiagnostic {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  readonly path: Path;
  /** Whether the mistake is in the key of the last path member, not in its value. */
  readonly atKey: boolean;
}

type Issue = z.core.$ZodIssue;

/** Turns the issues of zod into diagnostics that name each mistake and its fix. */
export function toDiagnostics(error: z.ZodError, value: unknown): readonly PathDiagnostic[] {
  return error.issues.flatMap((issue) => describe(issue, [], value));
}

function describe(issue: Issue, parent: Path, value: unknown): readonly PathDiagnostic[] {
  const path: Path = [...parent, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  const diagnostic = (code: string, message: string, fix?: string): PathDiagnostic[] => [
    { code, message, path, atKey: false, ...(fix === undefined ? {} : { fix }) },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return describeUnknownKeys(issue.keys, issue.message.split(' '), path, valueAt(value, path));
    case 'invalid_union':
      return describeUnion(issue, path, value);
    case 'invalid_type':
      return describeWrongType(issue.expected, path, valueAt(value, path));
    case 'invalid_value':
      if (valueAt(value, path) === undefined) return describeWrongType('', path, undefined);
      return diagnostic('value_unknown', ...describeChoice(issue.values, valueAt(value, path)));
    case 'too_small':
      return diagnostic('value_too_small', `${subject(path)} ${bound(issue.origin, 'least', issue.minimum)}.`);
    case 'too_big':
      return diagnostic('value_too_big', `${subject(path)} ${bound(issue.origin, 'most', issue.maximum)}.`);
    case 'custom': {
      const { code, fix } = (issue.params ?? {}) as { code?: string; fix?: string };
      if (code !== undefined) return diagnostic(code, issue.message, fix);
      return diagnostic('value_invalid', `${subject(path)} ${issue.message}.`);
    }
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return diagnostic('value_invalid', `${subject(path)} ${issue.message}.`);
  }
}

const MOST_UNKNOWN_KEYS = 20;

/** Explains the first 20 unknown keys, and counts the others. */
function describeUnknownKeys(
  keys: readonly string[],
  known: readonly string[],
  path: Path,
  holder: unknown,
): readonly PathDiagnostic[] {
  const isGiven = (name: string) => typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name);
  const unused = known.filter((name) => !isGiven(name));
  return keys.slice(0, MOST_UNKNOWN_KEYS).map((key, index) => {
    const hint = describeSynonym(key, known) ?? suggest(key, unused, suggest(key, known, ''));
    const merge = key === '<<' ? ' Merge keys are not supported: write the keys out.' : '';
    const more = keys.length - MOST_UNKNOWN_KEYS;
    const others = more > 0 && index === MOST_UNKNOWN_KEYS - 1 ? ` ${more} other keys are unknown too.` : '';
    return {
      code: 'key_unknown',
      message: `The key ${quote(key)} is not known here.${merge}${others}`,
      fix: `${hint} Known keys: ${known.join(', ')}.`.trimStart(),
      path: [...path, key],
      atKey: true,
    };
  });
}

/** Describes the alternative that the value most likely means: it has the right type and the fewest mistakes. */
function describeUnion(
  issue: Issue & { code: 'invalid_union' },
  path: Path,
  value: unknown,
): readonly PathDiagnostic[] {
  const choice = joinChoices(issue.errors);
  if (choice !== undefined) {
    const described = describe(choice, path, value);
    if (valueAt(value, [...path, ...choice.path.map(String)]) !== undefined) return described;
    const unknown = joinUnknownKeys(issue.errors);
    return [...describeUnknownKeys(unknown.keys, unknown.known, path, valueAt(value, path)), ...described];
  }
  const branches = issue.errors
    .filter((issues) => !issues.some((each) => each.path.length === 0 && isOtherType(each, valueAt(value, path))))
    .map((issues) => ({ diagnostics: issues.flatMap((each) => describe(each, path, value)), weight: weigh(issues) }))
    .toSorted((left, right) => left.weight - right.weight);
  if (branches[0] !== undefined) return branches[0].diagnostics;
  const expected = issue.errors.flatMap((issues) =>
    issues.map((each) => (each.code === 'invalid_type' ? each.expected : '')),
  );
  return describeWrongType([...new Set(expected.filter(Boolean))].join(' or '), path, valueAt(value, path));
}

/** Says how to write a key that also has a special value. */
function adviceFor(path: Path): string {
  return path.at(-1) === 'target_types' ? ': the types of its targets, or [] for an action without a target' : '';
}

function describeWrongType(expected: string, path: Path, actual: unknown): PathDiagnostic[] {
  if (actual === undefined) {
    const message = `The key "${path.at(-1) ?? ''}" is missing.`;
    return [{ code: 'key_missing', message, fix: `Add "${path.at(-1) ?? ''}"${adviceFor(path)}.`, path, atKey: false }];
  }
  const wanted = {
    record: 'a mapping',
    object: 'a mapping',
    array: 'a list',
    int: 'an integer',
    boolean: 'true or false',
  }[expected];
  const is = describeType(actual).replace('an object', 'a mapping').replace('an array', 'a list');
  const message = `${subject(path)} must be ${wanted ?? `a ${expected}`}, but it is ${is}.`;
  return [{ code: 'type_wrong', message, path, atKey: false, ...typeAdvice(expected, actual) }];
}

function typeAdvice(expected: string, actual: unknown): { fix?: string } {
  if (expected === 'boolean' && typeof actual === 'string' && /^(yes|no|on|off)$/i.test(actual)) {
    return { fix: `Write ${/^(yes|on)$/i.test(actual) ? 'true' : 'false'}.` };
  }
  if (expected === 'string' && (typeof actual === 'number' || typeof actual === 'boolean')) {
    return { fix: 'Put it in quotes.' };
  }
  if (/^(?:int|number)$/.test(expected) && typeof actual === 'string') {
    if (/^-?0\d/.test(actual)) return { fix: 'Write the amount without leading zeros.' };
    if (/^-?\d+$/.test(actual) && Number.isSafeInteger(Number(actual))) return { fix: 'Remove the quotes.' };
  }
  if (expected === 'array' && typeof actual === 'object' && actual !== null) {
    return { fix: 'Write it as a list: put "- " before its first key, or brackets around it.' };
  }
  if (expected === 'array' && typeof actual === 'string') return { fix: `Write [${quote(actual).slice(1, -1)}].` };
  return {};
}

/** A wrong guess is worse than no guess: `approve` must not become `allow`. */
function describeChoice(values: readonly unknown[], actual: unknown): [message: string, fix?: string] {
  const known = values.map(String);
  if (typeof actual !== 'string') return [`${upperFirst(describeType(actual))} is not one of ${known.join(', ')}.`];
  const folded = actual.toLowerCase();
  // A part of exactly one name counts as a typo: `int`, `approval`.
  const parts = known.filter((name) => folded.length > 2 && (name.includes(folded) || folded.includes(name)));
  const stems = known.filter((name) => folded.length > 4 && name.includes(folded.slice(0, -1)));
  const meant = parts.length === 1 ? parts[0] : stems.length === 1 ? stems[0] : closestMatch(actual, known);
  const message = `${quote(actual)} is not one of ${known.join(', ')}.`;
  return meant === undefined ? [message] : [message, didYouMean(meant)];
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function bound(origin: string, kind: 'least' | 'most', limit: number | bigint): string {
  const plural = limit === 1 ? '' : 's';
  const unit =
    origin === 'string'
      ? ` character${plural} long`
      : origin === 'array'
        ? ` ${limit === 1 ? 'entry' : 'entries'} long`
        : '';
  return `must be at ${kind} ${limit}${unit}`;
}

function subject(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The document';
  return typeof last === 'number' ? `Entry ${last + 1} of "${path.at(-2) ?? 'the list'}"` : `"${last}"`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (holder, key) =>
      typeof holder === 'object' && holder !== null ? (holder as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}
