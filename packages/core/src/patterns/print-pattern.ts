import { complement, LAST, type PatternNode, parsePattern, type Range } from './pattern-syntax.ts';

/**
 * Returns a pattern as a regular expression of ECMA-262 with the flag `u`, as JSON Schema reads it. It matches the same whole values as
 * `compilePattern`.
 *
 * @throws PatternError if the pattern is refused
 */
export function printPattern(source: string): string {
  const pattern = parsePattern(source);
  // The pattern must match the whole value, so its own outer anchors add nothing.
  const parts = pattern.kind === 'sequence' ? [...pattern.parts] : [pattern];
  if (parts[0]?.kind === 'start') parts.shift();
  if (parts.at(-1)?.kind === 'end') parts.pop();
  const isChoice = parts.length === 1 && parts[0]?.kind === 'choice';
  const text = parts.map((part) => (isChoice ? group(print(part)) : printPart(part))).join('');
  return `^${text}$`;
}

function print(node: PatternNode): string {
  switch (node.kind) {
    case 'empty':
      return '(?:)';
    case 'set':
      return printSet(node.ranges);
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'sequence':
      return node.parts.map(printPart).join('');
    case 'choice':
      return node.parts.map(print).join('|');
    case 'repeat':
      return printAtom(node.part) + printCount(node.least, node.most);
  }
}

/** A choice within a sequence needs a group. */
function printPart(node: PatternNode): string {
  return node.kind === 'choice' ? group(print(node)) : print(node);
}

/** A repetition applies to one set or one group. */
function printAtom(node: PatternNode): string {
  return node.kind === 'set' ? print(node) : group(print(node));
}

function group(text: string): string {
  return `(?:${text})`;
}

function printCount(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

function printSet(ranges: readonly Range[]): string {
  const sorted = ranges.toSorted(([left], [right]) => left - right);
  const [first] = sorted;
  if (first !== undefined && sorted.length === 1 && first[0] === first[1]) return printCharacter(first[0], OUTSIDE);
  const isNegated = first?.[0] === 0 && sorted.some(([, high]) => high === LAST);
  const shown = isNegated ? complement(sorted) : sorted;
  if (shown.length === 0) return isNegated ? '[\\s\\S]' : '[^\\s\\S]';
  return `[${isNegated ? '^' : ''}${shown.map(printRange).join('')}]`;
}

function printRange([low, high]: Range): string {
  const first = printCharacter(low, INSIDE);
  if (low === high) return first;
  return `${first}${high === low + 1 ? '' : '-'}${printCharacter(high, INSIDE)}`;
}

/** Characters with a meaning outside a class, and inside one. */
const OUTSIDE = '^$\\.*+?()[]{}|/';
const INSIDE = '\\]^-[';

function printCharacter(code: number, special: string): string {
  const character = String.fromCodePoint(code);
  if (special.includes(character)) return `\\${character}`;
  // Four hexadecimal digits are read alike by the regular expressions of other languages.
  const isPlain = (code >= 0x20 && code < 0x7f) || code > 0xffff;
  return isPlain ? character : `\\u${code.toString(16).padStart(4, '0')}`;
}
