/** A range of code points, both ends included. */
export type Range = readonly [low: number, high: number];

export type PatternNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly ranges: readonly Range[] }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number };

/** Thrown for a pattern with unsupported syntax, or with too large an automaton. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** The last code point of Unicode. */
export const LAST = 0x10ffff;
const DIGIT: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** White space as in JavaScript, with Unicode spaces: `\S` must not accept an unusual space. */
const SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const NOT_NEWLINE = complement([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]);
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };
const DEEPEST = 50;
const MOST_REPEATS = 1_000;

/**
 * Parses the regular expression syntax that all engines read alike and that needs no backtracking: literals, `.`,
 * `[classes]`, `\d \w` (ASCII), `\s` and their complements, `\xHH \uHHHH`, groups, `|`, `* + ? {m,n}` (also lazy),
 * `^ $`. Refuses look-around, back-references, `\b` and inline flags: they are not regular, or differ between engines.
 *
 * @throws PatternError, which names the refused syntax and its place
 */
export function parsePattern(source: string): PatternNode {
  const reader: Reader = { characters: Array.from(source), position: 0, depth: 0 };
  const node = readChoice(reader);
  if (reader.position < reader.characters.length) fail(reader, 'has a ")" without its "("');
  return node;
}

interface Reader {
  readonly characters: readonly string[];
  position: number;
  depth: number;
}

function fail(reader: Reader, problem: string): never {
  throw new PatternError(`${problem}, at character ${reader.position + 1}`);
}

function peek(reader: Reader, ahead = 0): string | undefined {
  return reader.characters[reader.position + ahead];
}

function accept(reader: Reader, text: string): boolean {
  const found = Array.from(text).every((character, index) => peek(reader, index) === character);
  if (found) reader.position += text.length;
  return found;
}

function readChoice(reader: Reader): PatternNode {
  const parts = [readSequence(reader)];
  while (accept(reader, '|')) parts.push(readSequence(reader));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
}

function readSequence(reader: Reader): PatternNode {
  const parts: PatternNode[] = [];
  for (let next = peek(reader); next !== undefined && next !== '|' && next !== ')'; next = peek(reader)) {
    parts.push(readRepeat(reader, readAtom(reader)));
  }
  return { kind: 'sequence', parts };
}

function readRepeat(reader: Reader, part: PatternNode): PatternNode {
  const bounds = readBounds(reader);
  if (bounds === undefined) return part;
  // For a whole match, lazy and greedy are the same. Possessive is not.
  if (!accept(reader, '?') && peek(reader) === '+') fail(reader, 'has a possessive quantifier, which is not supported');
  if (readBounds({ ...reader }) !== undefined) fail(reader, 'has a quantifier after a quantifier');
  return { kind: 'repeat', part, least: bounds[0], most: bounds[1] };
}

function readBounds(reader: Reader): readonly [number, number] | undefined {
  if (accept(reader, '*')) return [0, Number.POSITIVE_INFINITY];
  if (accept(reader, '+')) return [1, Number.POSITIVE_INFINITY];
  if (accept(reader, '?')) return [0, 1];
  const text = reader.characters.slice(reader.position, reader.position + 24).join('');
  const counted = /^\{(\d*)(,?)(\d*)\}/.exec(text);
  if (counted === null) return undefined;
  if (counted[1] === '') fail(reader, 'has a repetition without its lower bound, which engines read differently');
  const least = Number(counted[1]);
  const most = counted[2] === '' ? least : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
  if (most < least) fail(reader, `has a lower bound ${least} above its upper bound ${most}`);
  if (least > MOST_REPEATS || (most > MOST_REPEATS && counted[3] !== '')) {
    fail(reader, `repeats more than ${MOST_REPEATS} times; limit the length with max_length instead`);
  }
  reader.position += counted[0].length;
  return [least, most];
}

function readAtom(reader: Reader): PatternNode {
  const character = peek(reader) ?? '';
  reader.position++;
  switch (character) {
    case '(':
      return readGroup(reader);
    case '[':
      return { kind: 'set', ranges: readClass(reader) };
    case '.':
      return { kind: 'set', ranges: NOT_NEWLINE };
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '\\':
      return readEscapedAtom(reader);
    case '*':
    case '+':
    case '?':
      reader.position--;
      return fail(reader, `has a "${character}" with nothing to repeat`);
    default:
      return literal(codeOf(character));
  }
}

function readGroup(reader: Reader): PatternNode {
  if (++reader.depth > DEEPEST) fail(reader, `nests groups deeper than ${DEEPEST} levels`);
  if (accept(reader, '?') && !accept(reader, ':')) {
    const name = /^P?<[A-Za-z_]\w*>/.exec(reader.characters.slice(reader.position, reader.position + 80).join(''));
    if (name === null) fail(reader, 'has a look-around, a flag or another "(?" group, which is not supported');
    reader.position += name[0].length;
  }
  const node = readChoice(reader);
  if (!accept(reader, ')')) fail(reader, 'has a "(" without its ")"');
  reader.depth--;
  return node;
}

function readEscapedAtom(reader: Reader): PatternNode {
  if (accept(reader, 'A')) return { kind: 'start' };
  if (accept(reader, 'Z') || accept(reader, 'z')) return { kind: 'end' };
  return { kind: 'set', ranges: readEscape(reader) };
}

/** Reads the part after a backslash: a class such as `\d`, or one character. */
function readEscape(reader: Reader): readonly Range[] {
  const character = peek(reader);
  if (character === undefined) fail(reader, 'ends with a backslash');
  reader.position++;
  switch (character) {
    case 'd':
      return DIGIT;
    case 'D':
      return complement(DIGIT);
    case 'w':
      return WORD;
    case 'W':
      return complement(WORD);
    case 's':
      return SPACE;
    case 'S':
      return complement(SPACE);
    case 'x':
      return single(readHexadecimal(reader, 2));
    case 'u':
      return single(readHexadecimal(reader, 4));
    default:
  }
  const control = CONTROLS[character];
  if (control !== undefined) return single(control);
  if (/[A-Za-z0-9]/.test(character)) {
    reader.position--;
    fail(reader, `has "\\${character}", which is not supported`);
  }
  return single(codeOf(character));
}

function readHexadecimal(reader: Reader, digits: number): number {
  const text = reader.characters.slice(reader.position, reader.position + digits).join('');
  if (!new RegExp(`^[0-9A-Fa-f]{${digits}}$`).test(text)) fail(reader, `needs ${digits} hexadecimal digits`);
  const code = Number.parseInt(text, 16);
  if (code >= 0xd800 && code <= 0xdfff) fail(reader, 'names half of a surrogate pair; write the character itself');
  reader.position += digits;
  return code;
}

function readClass(reader: Reader): readonly Range[] {
  const negated = accept(reader, '^');
  const ranges: Range[] = [];
  if (peek(reader) === ']') fail(reader, 'has a "]" first in a class, which engines read differently; write "\\]"');
  while (peek(reader) !== ']') {
    if (peek(reader) === undefined) fail(reader, 'has a "[" without its "]"');
    const low = readClassMember(reader);
    if (peek(reader) !== '-' || peek(reader, 1) === ']' || peek(reader, 1) === undefined) {
      ranges.push(...low);
      continue;
    }
    reader.position++;
    const high = readClassMember(reader);
    const [from, to] = [onlyCode(low), onlyCode(high)];
    if (from === undefined || to === undefined || from > to) fail(reader, 'has a range that is not from low to high');
    ranges.push([from, to]);
  }
  reader.position++;
  return negated ? complement(ranges) : ranges;
}

function readClassMember(reader: Reader): readonly Range[] {
  if (accept(reader, '\\')) return readEscape(reader);
  const member = peek(reader);
  if (member === undefined) fail(reader, 'has a "[" without its "]"');
  if (member === '[' && /[:.=]/.test(peek(reader, 1) ?? '')) fail(reader, 'has a POSIX class, which is not supported');
  reader.position++;
  return single(codeOf(member));
}

function onlyCode(ranges: readonly Range[]): number | undefined {
  const [only, another] = ranges;
  return only !== undefined && another === undefined && only[0] === only[1] ? only[0] : undefined;
}

function literal(code: number): PatternNode {
  return { kind: 'set', ranges: single(code) };
}

function single(code: number): readonly Range[] {
  return [[code, code]];
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Returns the code points outside ranges, which may overlap. */
export function complement(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [low, high] of ranges.toSorted((left, right) => left[0] - right[0])) {
    if (low > next) result.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= LAST) result.push([next, LAST]);
  return result;
}
