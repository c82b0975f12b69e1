import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type Problem, quote } from '@agent-safe/core';
import type { Finding, Path } from '@agent-safe/schemas';
import {
  Composer,
  type CST,
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
} from 'yaml';

/** What a file may be at most. Beyond, it is refused before it costs time or memory. */
export const YAML_LIMITS = { bytes: 16 * 1_048_576, scalar: 65_536, depth: 100, aliases: 100 } as const;

/** A YAML file as data, with the way back from a part of the data to its line. */
export interface YamlDocument {
  readonly file: string;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  readonly value: unknown;
  /** What is wrong with the YAML itself. `value` is undefined where it could not be read at all. */
  readonly problems: readonly Problem[];
  /** Where a part of the document stands; the nearest part around it where it is missing. */
  place(path: Path, atKey?: boolean): { readonly file: string; readonly line: number; readonly column: number };
}

/**
 * Reads YAML 1.2 strictly: one document, UTF-8, no duplicate keys, no tags, no aliases that multiply, nothing beyond
 * {@link YAML_LIMITS}.
 */
export function parseYaml(bytes: Uint8Array, file: string): YamlDocument {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const fail = (code: string, message: string, offset: number, fix?: string): YamlDocument => {
    const problem: Problem = { severity: 'error', code, message, ...at(offset), ...(fix === undefined ? {} : { fix }) };
    return { file, sha256, value: undefined, problems: [problem], place: () => at(0) };
  };
  if (bytes.length > YAML_LIMITS.bytes) {
    return fail('file_too_large', `The file is larger than ${YAML_LIMITS.bytes / 1_048_576} MiB.`, 0, 'Split it.');
  }
  if (!isUtf8(bytes)) return fail('utf8_invalid', 'The file is not valid UTF-8.', 0, 'Save it as UTF-8.');
  const text = new TextDecoder().decode(bytes);
  const tokens = tokenize(text, lines);
  if (!Array.isArray(tokens)) return fail(tokens.code, tokens.message, tokens.offset, tokens.fix);
  const [document, another] = [
    ...new Composer({ uniqueKeys: true, resolveKnownTags: false, prettyErrors: false }).compose(
      tokens,
      true,
      text.length,
    ),
  ];
  if (document === undefined) return fail('yaml_empty', 'The file is empty.', 0);
  if (another !== undefined)
    return fail('yaml_many', 'The file holds more than one document.', another.range[0], 'Split it at "---".');
  const problems = [...syntaxProblems(document, text), ...keyProblems(document)].map(({ offset, ...problem }) => ({
    ...problem,
    ...at(offset),
  }));
  const place = (path: Path, atKey = false) => at(offsetOf(document, path, atKey));
  if (problems.some(({ code }) => code === 'yaml_syntax' || code === 'key_refused'))
    return { file, sha256, value: undefined, problems, place };
  try {
    const value: unknown = document.toJS({ maxAliasCount: YAML_LIMITS.aliases });
    return { file, sha256, value, problems, place };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return error.message.startsWith('Unresolved')
      ? fail(
          'alias_unknown',
          'An alias of this file points to no anchor before it.',
          0,
          'Write out what it stands for.',
        )
      : fail('alias_explodes', 'The aliases of this file multiply without bound.', 0, 'Write the repeated parts out.');
  }
}

/** A finding of a schema as a problem at a line. */
export function locate(document: YamlDocument, finding: Finding): Problem {
  const { path, atKey, ...rest } = finding;
  return { severity: 'error', ...rest, ...document.place(path, atKey) };
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
  readonly fix?: string;
}

/** Token by token, so that what is too deep or too long is refused before anything recursive sees it. */
function tokenize(text: string, lines: LineCounter): CST.Token[] | Refusal {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.length > YAML_LIMITS.scalar) {
      return {
        code: 'scalar_too_long',
        message: `A text is longer than ${YAML_LIMITS.scalar} characters.`,
        offset: parser.offset,
      };
    }
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > YAML_LIMITS.depth) {
      return {
        code: 'nesting_too_deep',
        message: `The file nests deeper than ${YAML_LIMITS.depth} levels.`,
        offset: parser.offset,
      };
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

type OffsetProblem = Pick<Problem, 'severity' | 'code' | 'message' | 'fix'> & { readonly offset: number };

function syntaxProblems(document: Document.Parsed, text: string): OffsetProblem[] {
  // One mistake often makes several errors on its line; the first one names it.
  const lineOf = (offset: number) => text.lastIndexOf('\n', offset - 1);
  const first = new Map(
    [...document.errors, ...document.warnings]
      .toReversed()
      .map((error) => [`${error.code === 'DUPLICATE_KEY' ? error.pos[0] : lineOf(error.pos[0])}`, error]),
  );
  return [...first.values()].toReversed().map((error) => {
    if (error.code === 'DUPLICATE_KEY') {
      const key = /^\s*["']?([\w.-]+)/.exec(text.slice(error.pos[0], error.pos[0] + 80))?.[1] ?? '';
      const message = `The key ${quote(key)} is given twice.`;
      return { severity: 'error', code: 'key_duplicate', message, fix: 'Remove one of the two.', offset: error.pos[0] };
    }
    const message = `This is not valid YAML: ${error.message.replaceAll(/\s+/g, ' ')}.`;
    return { severity: 'error', code: 'yaml_syntax', message, offset: error.pos[0] };
  });
}

/** Keys that would not survive as they are: `__proto__`, and keys that are no text. */
function keyProblems(document: Document.Parsed): OffsetProblem[] {
  const problems: OffsetProblem[] = [];
  visit(document, {
    Pair(_, pair) {
      const key: unknown = pair.key;
      const name = isScalar(key) ? key.value : undefined;
      if (typeof name === 'string' && name !== '__proto__') return;
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      const message = typeof name === 'string' ? `The key "${name}" is refused.` : 'A key must be text.';
      const fix = typeof name === 'string' ? 'Use another name.' : 'Put the key in quotes.';
      problems.push({ severity: 'error', code: 'key_refused', message, fix, offset });
    },
  });
  return problems;
}

function offsetOf(document: Document.Parsed, path: Path, atKey: boolean): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    const last = depth === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === part);
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      if (last && atKey) return offset;
      node = isNode(pair.value) ? pair.value : null;
    } else if (isCollection(node)) {
      const item: unknown = node.items[Number(part)];
      node = isNode(item) ? item : null;
    } else {
      break;
    }
    // A mapping or list is pointed at by its key, a scalar by itself.
    if (isScalar(node) || (isCollection(node) && typeof part === 'number')) offset = node.range?.[0] ?? offset;
  }
  return offset;
}
