import { isUtf8 } from 'node:buffer';
import { findHiddenCharacters } from '@agent-safe/core';
import { type CST, Lexer, type LineCounter, Parser } from 'yaml';

/** Limits of a file. A larger file is refused before it costs time or memory. */
export const YAML_LIMITS = {
  bytes: 8 * 1_048_576,
  /** Lines, list entries, separators, quotes and opening brackets together: about 3,500 targets or rules. */
  marks: 100_000,
  /** Tokens of the lexer: indicators, blanks and strings. */
  lexemes: 400_000,
  /** Characters of one string, comment or key. */
  scalar: 65_536,
  depth: 100,
  /** Aliases, anchors and tags in the file, and values that aliases may expand to. */
  aliases: 100,
} as const;

/** Why a file is refused. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  /** Position in characters from the start of the file. */
  readonly offset: number;
}

/** Returns the text of a file that is valid UTF-8, within the limits, and shown by editors as it is read. */
export function readText(bytes: Uint8Array, lines: LineCounter): string | Refusal {
  const fix = 'Split the file, and use a folder in its place.';
  if (bytes.length > YAML_LIMITS.bytes) {
    const message = `The file is larger than ${YAML_LIMITS.bytes / 1_048_576} MiB.`;
    return { code: 'file_too_large', message, fix, offset: 0 };
  }
  if (!isUtf8(bytes))
    return { code: 'utf8_invalid', message: 'The file is not valid UTF-8.', fix: 'Save it as UTF-8.', offset: 0 };
  const { isPlain, longest, marks } = measure(bytes);
  if (marks > YAML_LIMITS.marks) {
    const message = `The file has more than ${YAML_LIMITS.marks.toLocaleString('en')} lines, separators and quotes.`;
    return { code: 'file_too_complex', message, fix, offset: 0 };
  }
  // In bytes: a character has at most four of them.
  if (longest > YAML_LIMITS.scalar * 4) return scalarTooLong(0);
  const text = new TextDecoder().decode(bytes);
  return isPlain ? text : (findHidden(text, lines) ?? text);
}

/** Refuses characters that hide a part of the file from a reviewer. Names the first one, and counts the others. */
function findHidden(text: string, lines: LineCounter): Refusal | undefined {
  const [first, ...others] = findHiddenCharacters(text);
  if (first === undefined) return undefined;
  const { description, offset } = first;
  lines.addNewLine(0);
  for (const { index } of text.slice(0, offset).matchAll(/\n/g)) lines.addNewLine(index + 1);
  const more = others.length === 0 ? '' : ` The file has ${others.length} more such characters.`;
  const message = `The file has ${description}: an editor may show another text than Agent-Safe reads.${more}`;
  const code = description.startsWith('a carriage return') ? 'line_end_refused' : 'character_refused';
  const fix =
    code === 'line_end_refused'
      ? 'Save the file with the line ends LF or CR LF.'
      : 'Remove it, or write it as an escape in double quotes, such as "\\u200b".';
  return { code, message, fix, offset };
}

function scalarTooLong(offset: number): Refusal {
  const message = `A string is longer than ${YAML_LIMITS.scalar.toLocaleString('en')} characters.`;
  return { code: 'scalar_too_long', message, offset };
}

const HYPHEN = 0x2d;
const SPACE = 0x20;
const IS_MARK = new Uint8Array(256);
for (const mark of Buffer.from('\n,:"\'&*!?%[]{}')) IS_MARK[mark] = 1;
const [TAB, LINE_FEED, TILDE] = [0x09, 0x0a, 0x7e];

interface Measures {
  readonly marks: number;
  readonly longest: number;
  /** Whether all characters are printable ASCII, tabs and line feeds. */
  readonly isPlain: boolean;
}

/** Counts the marks, and finds the longest stretch without one. This pass over the bytes is far faster than a parser. */
function measure(bytes: Uint8Array): Measures {
  let marks = 0;
  let longest = 0;
  let last = -1;
  let isPlain = true;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if ((byte < SPACE && byte !== LINE_FEED && byte !== TAB) || byte > TILDE) isPlain = false;
    const isListEntry = byte === HYPHEN && bytes[index + 1] === SPACE;
    if (IS_MARK[byte] !== 1 && !isListEntry) continue;
    marks++;
    longest = Math.max(longest, index - last);
    last = index;
  }
  return { marks, longest: Math.max(longest, bytes.length - last), isPlain };
}

const MOST_ERRORS = 20;

/** Counts of the tokens so far. */
interface Seen {
  lexemes: number;
  references: number;
  documents: number;
  errors: number;
}

/** Reads the tokens one by one, so that too deep or too long input is refused before any recursive code sees it. */
export function tokenize(text: string, lines: LineCounter): readonly CST.Token[] | Refusal {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  const seen: Seen = { lexemes: 0, references: 0, documents: 0, errors: 0 };
  for (const lexeme of new Lexer().lex(text)) {
    const refusal = checkLexeme(lexeme, seen, parser);
    if (refusal !== undefined) return refusal;
    for (const token of parser.next(lexeme)) {
      const tokenRefusal = checkToken(token, seen);
      if (tokenRefusal !== undefined) return tokenRefusal;
      tokens.push(token);
    }
  }
  for (const token of parser.end()) {
    const refusal = checkToken(token, seen);
    if (refusal !== undefined) return refusal;
    tokens.push(token);
  }
  return tokens;
}

function checkLexeme(lexeme: string, seen: Seen, { offset, stack }: Parser): Refusal | undefined {
  const { aliases, depth, lexemes, scalar } = YAML_LIMITS;
  if (lexeme.length > scalar) return scalarTooLong(offset);
  if (stack.length > depth) {
    return { code: 'nesting_too_deep', message: `The file nests deeper than ${depth} levels.`, offset };
  }
  if (++seen.lexemes > lexemes) {
    const fix = 'Split the file, and use a folder in its place.';
    return { code: 'file_too_complex', message: 'The file has too many parts.', fix, offset };
  }
  if (/^[*&!]/.test(lexeme) && ++seen.references > aliases) {
    const message = `The file has more than ${aliases} aliases, anchors and tags.`;
    return { code: 'alias_many', message, fix: 'Replace them by their values.', offset };
  }
  return undefined;
}

function checkToken({ offset, type }: CST.Token, seen: Seen): Refusal | undefined {
  if (type === 'document' && ++seen.documents > 1) {
    return {
      code: 'yaml_many',
      message: 'The file has more than one document.',
      fix: 'Split the file at "---".',
      offset,
    };
  }
  if (type === 'directive')
    return {
      code: 'directive_refused',
      message: 'A YAML directive is not allowed.',
      fix: 'Remove the directive.',
      offset,
    };
  if (type === 'error' && ++seen.errors > MOST_ERRORS)
    return { code: 'yaml_syntax', message: 'The file is not YAML.', offset };
  return undefined;
}
