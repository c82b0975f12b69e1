import { createHash } from 'node:crypto';
import type { Diagnostic } from '@agent-safe/core';
import type { Path, PathDiagnostic } from '@agent-safe/schemas';
import {
  Composer,
  type CST,
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
} from 'yaml';
import { type Refusal, readText, tokenize, YAML_LIMITS } from './yaml-guard.ts';
import { nodeProblems } from './yaml-nodes.ts';

/** The data of a YAML file, with the positions of its parts. */
export interface YamlDocument {
  readonly file: string;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  readonly value: unknown;
  /** Errors of the YAML itself. `value` is undefined if the file could not be parsed. */
  readonly diagnostics: readonly Diagnostic[];
  /** Returns the position of a part of the document, or of the closest existing part around it. */
  place(path: Path, atKey?: boolean): { readonly file: string; readonly line: number; readonly column: number };
}

/**
 * Parses YAML 1.2 strictly: one document in UTF-8, no duplicate keys, no tags, no multiplying aliases, nothing beyond
 * {@link YAML_LIMITS}.
 */
export function parseYaml(bytes: Uint8Array, file: string): YamlDocument {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse = ({ offset, ...refusal }: Refusal): YamlDocument => {
    const diagnostic: Diagnostic = { severity: 'error', ...refusal, ...at(offset) };
    return { file, sha256, value: undefined, diagnostics: [diagnostic], place: () => at(0) };
  };
  const text = readText(bytes, lines);
  if (typeof text !== 'string') return refuse(text);
  const tokens = tokenize(text, lines);
  if ('code' in tokens) return refuse(tokens);
  const document = compose(tokens, text.length);
  if ('code' in document) return refuse(document);
  const found = [...syntaxProblems(document, (offset) => at(offset).line), ...nodeProblems(document)];
  const diagnostics = found.map(
    ({ offset, ...diagnostic }): Diagnostic => ({ severity: 'error', ...diagnostic, ...at(offset) }),
  );
  const place = (path: Path, atKey = false) => at(offsetOf(document, path, atKey));
  if (found.some(({ code }) => !RECOVERABLE.includes(code)))
    return { file, sha256, value: undefined, diagnostics, place };
  const value = toValue(document);
  if (isRefusal(value)) return refuse(value);
  return { file, sha256, value: value.value, diagnostics, place };
}

const MOST_DIAGNOSTICS = 200;

/** Adds file and line to the diagnostics of a schema. Returns at most 200 for one file. */
export function locateAll(document: YamlDocument, found: readonly PathDiagnostic[]): readonly Diagnostic[] {
  const diagnostics = found.slice(0, MOST_DIAGNOSTICS).map(({ atKey, path, ...rest }): Diagnostic => {
    return { severity: 'error', ...rest, ...document.place(path, atKey) };
  });
  if (found.length <= MOST_DIAGNOSTICS) return diagnostics;
  const message = `The file has ${found.length - MOST_DIAGNOSTICS} more errors.`;
  return [...diagnostics, { severity: 'error', code: 'mistakes_many', message, file: document.file }];
}

/** Composes the document of a file. Duplicate keys are found later, because the library compares every key with every other. */
function compose(tokens: readonly CST.Token[], length: number): Document.Parsed | Refusal {
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false, prettyErrors: false });
  const [document] = composer.compose(tokens, true, length);
  return document ?? { code: 'yaml_empty', message: 'The file is empty.', offset: 0 };
}

function toValue(document: Document.Parsed): { readonly value: unknown } | Refusal {
  try {
    return { value: document.toJS({ maxAliasCount: YAML_LIMITS.aliases }) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return error.message.startsWith('Unresolved')
      ? {
          code: 'alias_unknown',
          message: 'An alias has no anchor before it.',
          fix: 'Replace the alias by its value.',
          offset: 0,
        }
      : {
          code: 'alias_explodes',
          message: 'The aliases multiply beyond the limit.',
          fix: 'Replace the aliases by their values.',
          offset: 0,
        };
  }
}

function isRefusal(value: object): value is Refusal {
  return 'code' in value;
}

/** Codes of errors after which the rest of the document is still checked. */
const RECOVERABLE = ['key_duplicate', 'value_missing', 'value_inexact'];

const MOST_SYNTAX_ERRORS = 20;

/** Returns the first syntax error of each line, because one error often causes several on its line. */
function syntaxProblems(document: Document.Parsed, lineOf: (offset: number) => number): readonly Refusal[] {
  const firstOnLine = new Map<number, Refusal>();
  for (const { message, pos } of [...document.errors, ...document.warnings]) {
    const line = lineOf(pos[0]);
    if (firstOnLine.has(line)) continue;
    const text = `The YAML is invalid: ${message.replaceAll(/\s+/g, ' ')}.`;
    firstOnLine.set(line, { code: 'yaml_syntax', message: text, offset: pos[0] });
    if (firstOnLine.size === MOST_SYNTAX_ERRORS) break;
  }
  return [...firstOnLine.values()];
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
    // A mapping or list is located by its key, a scalar by itself.
    if (isScalar(node) || (isCollection(node) && typeof part === 'number')) offset = node.range?.[0] ?? offset;
  }
  return offset;
}
