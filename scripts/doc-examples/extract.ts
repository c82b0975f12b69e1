import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { publishedPackages } from '../api/entries.ts';

/** One `@example` of a doc comment. */
export interface DocExample {
  /** The package that the comment documents. */
  readonly package: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Lines of code. */
  readonly lines: readonly string[];
  /** Line number of the first line of code in the file. */
  readonly firstLine: number;
}

/** Returns every `@example` in the source of published packages, except in tests. */
export function readExamples(root: string): readonly DocExample[] {
  return publishedPackages(root).flatMap(({ folder, name }) =>
    sourceFiles(join(root, folder, 'src')).flatMap((path) => {
      const file = relative(root, path);
      return extractExamples(file, readFileSync(path, 'utf8')).map((found) => ({ ...found, package: name, file }));
    }),
  );
}

/** Returns the examples of one file. An example starts after `@example`, on the same line or the next, and ends before the next tag. */
export function extractExamples(file: string, text: string): readonly Pick<DocExample, 'lines' | 'firstLine'>[] {
  return parseSync(file, text)
    .comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*') && value.includes('@example'))
    .flatMap(({ start, value }) => {
      const commentLine = text.slice(0, start).split('\n').length;
      return splitExamples(
        value.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd()),
        commentLine,
      );
    });
}

function splitExamples(
  lines: readonly string[],
  commentLine: number,
): readonly Pick<DocExample, 'lines' | 'firstLine'>[] {
  const found: { lines: string[]; firstLine: number }[] = [];
  let open: { lines: string[]; firstLine: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const tag = /^@\w+/.exec(line)?.[0];
    if (tag === '@example') {
      open = { lines: [line.slice(tag.length).trimStart()], firstLine: commentLine + index };
      found.push(open);
    } else if (tag !== undefined) open = undefined;
    // A fence becomes an empty line, so that the other line numbers stay correct.
    else open?.lines.push(line.startsWith('```') ? '' : line);
  }
  return found;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|\.d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
