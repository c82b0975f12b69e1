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

/** A YAML file as data, with the way back from a part of the data to its line. */
export interface YamlDocument {
  readonly file: string;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  readonly value: unknown;
  /** What is wrong with the YAML itself. `value` is undefined where it could not be read at all. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where a part of the document stands; the closest part around it where it is missing. */
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
  const refuse = ({ offset, ...refusal }: Refusal): YamlDocument => {
    const diagnostic: Diagnostic = { severity: 'error', ...refusal, ...at(offset) };
    return { file, sha256, value: undefined, diagnostics: [diagnostic], place: () => at(0) };
  };
  const text = readText(bytes);
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

/** Gives the diagnostics of a schema their file and line. Lists the first 200 of a file. */
export function locateAll(document: YamlDocument, found: readonly PathDiagnostic[]): readonly Diagnostic[] {
  const diagnostics = found.slice(0, MOST_DIAGNOSTICS).map(({ atKey, path, ...rest }): Diagnostic => {
    return { severity: 'error', ...rest, ...document.place(path, atKey) };
  });
  if (found.length <= MOST_DIAGNOSTICS) return diagnostics;
  const message = `There are ${found.length - MOST_DIAGNOSTICS} more mistakes in this file.`;
  return [...diagnostics, { severity: 'error', code: 'mistakes_many', message, file: document.file }];
}

/** The one document of a file. Duplicate keys are found later: the library compares every key with every other. */
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
          message: 'An alias points to no anchor before it.',
          fix: 'Write out what it stands for.',
          offset: 0,
        }
      : {
          code: 'alias_explodes',
          message: 'The aliases multiply without bound.',
          fix: 'Write the repeated parts out.',
          offset: 0,
        };
  }
}

function isRefusal(value: object): value is Refusal {
  return 'code' in value;
}

/** With these errors alone, the rest of the document is still checked. */
const RECOVERABLE = ['key_duplicate', 'value_missing', 'value_inexact'];

const MOST_SYNTAX_ERRORS = 20;

/** One mistake often makes several errors on its line: the first one names it. */
function syntaxProblems(document: Document.Parsed, lineOf: (offset: number) => number): readonly Refusal[] {
  const firstOnLine = new Map<number, Refusal>();
  for (const { message, pos } of [...document.errors, ...document.warnings]) {
    const line = lineOf(pos[0]);
    if (firstOnLine.has(line)) continue;
    const text = `This is not valid YAML: ${message.replaceAll(/\s+/g, ' ')}.`;
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
    // A mapping or list is pointed at by its key, a scalar by itself.
    if (isScalar(node) || (isCollection(node) && typeof part === 'number')) offset = node.range?.[0] ?? offset;
  }
  return offset;
}
