import { quote } from '@agent-safe/core';
import { type Document, isNode, isScalar, type Node, type Pair, visit } from 'yaml';
import type { Refusal } from './yaml-guard.ts';

const MOST_NODE_PROBLEMS = 100;

/** Returns errors for constructs that YAML allows and documents must not have. */
export function nodeProblems(document: Document.Parsed): readonly Refusal[] {
  const diagnostics: Refusal[] = [];
  const add = (node: unknown, diagnostic: Omit<Refusal, 'offset'>): void => {
    if (diagnostics.length < MOST_NODE_PROBLEMS)
      diagnostics.push({ ...diagnostic, offset: isNode(node) ? (node.range?.[0] ?? 0) : 0 });
  };
  const checkTag = (node: Node & { tag?: string }): void => {
    if (node.tag !== undefined)
      add(node, { code: 'tag_refused', message: `The tag ${quote(node.tag)} is not allowed.`, fix: 'Remove the tag.' });
  };
  visit(document, {
    Map(_, map) {
      checkTag(map);
      const seen = new Set<string>();
      for (const pair of map.items) for (const diagnostic of pairProblems(pair, seen)) add(pair.key ?? map, diagnostic);
    },
    Seq(_, sequence) {
      checkTag(sequence);
    },
    Scalar(_, scalar) {
      checkTag(scalar);
      const diagnostic = scalarProblem(scalar.value, scalar.source);
      if (diagnostic !== undefined) add(scalar, { code: 'value_inexact', ...diagnostic });
    },
    Alias(_, alias, path) {
      const target = alias.resolve(document);
      if (target === undefined || !path.includes(target)) return;
      add(alias, {
        code: 'alias_cycle',
        message: 'The alias is inside its own anchor.',
        fix: 'Replace the alias by its value.',
      });
    },
  });
  return diagnostics;
}

function* pairProblems({ key, value }: Pair, seen: Set<string>): Generator<Omit<Refusal, 'offset'>> {
  const name: unknown = isScalar(key) ? key.value : undefined;
  if (typeof name !== 'string') {
    yield { code: 'key_refused', message: 'A key must be a string.', fix: 'Put the key in quotes.' };
    return;
  }
  if (name === '__proto__')
    yield { code: 'key_refused', message: `The key "${name}" is not allowed.`, fix: 'Use another name.' };
  if (seen.has(name)) {
    yield { code: 'key_duplicate', message: `The key ${quote(name)} is defined twice.`, fix: 'Remove one of the two.' };
  }
  seen.add(name);
  // `agent_ids:` with all entries commented out would match every caller. An author who wants that can write null.
  if (value === null || (isScalar(value) && value.value === null && value.source === '')) {
    const fix = 'Add a value, or remove the key. Write null for an intended empty value.';
    yield { code: 'value_missing', message: `The key ${quote(name)} has no value.`, fix };
  }
}

function scalarProblem(
  value: unknown,
  source: string | undefined,
): { readonly message: string; readonly fix?: string } | undefined {
  if (typeof value === 'string' && !value.isWellFormed())
    return { message: 'The string contains half of a surrogate pair.' };
  if (typeof value !== 'number' || source === undefined) return undefined;
  const problem = numberProblem(value, source);
  // The advice has the number as written: read as a number, it could be the id of another account.
  return problem === undefined
    ? undefined
    : { message: problem, fix: `Put it in quotes, as written: ${quote(source)}.` };
}

/** Returns why a number may not mean what its author wrote. */
function numberProblem(value: number, source: string): string | undefined {
  if (/^[-+]?0\d/.test(source)) return 'The number starts with a zero, so some parsers read it as octal.';
  if (source.startsWith('0o')) return 'The number is octal, but some parsers read it as text.';
  // Programs write such numbers only for fractions, as in 1e-7.
  if (Number.isInteger(value) && (/^[-+]?\d+e/i.test(source) || /^[^x]*e\d/i.test(source)))
    return 'The number has an exponent, so some parsers read it as text.';
  if (!Number.isFinite(value)) return 'The number is not finite.';
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return 'The integer is beyond 2^53 - 1, so it is not exact.';
  return isExact(value, source) ? undefined : 'The number has more digits than a number can hold, so it is not exact.';
}

/** Whether a decimal number has the digits of its source. Up to 15 digits are always kept. */
function isExact(value: number, source: string): boolean {
  if (/^0x/.test(source)) return true;
  const digits = digitsOf(source);
  if (digits.length <= 15) return true;
  return digits.length <= 100 && digitsOf(value.toPrecision(digits.length)) === digits;
}

/** Returns the digits of a number, without zeros that do not count. */
function digitsOf(number: string): string {
  return number
    .replace(/e.*/i, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replaceAll(/[-+.]/g, '')
    .replace(/^0+/, '');
}
