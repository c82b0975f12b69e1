import { parseSync, Visitor } from 'oxc-parser';

/** Text that a person reads, of the same length as its source: markers are spaces, line breaks too, and a blank line is `¶`. */
export interface Passage {
  readonly text: string;
  /** The line on which the text begins, from 1. */
  readonly line: number;
  readonly source: string;
}

/** The passages of a file: its prose, or its comments and strings. */
export function readPassages(file: string, source: string): readonly Passage[] {
  if (file.endsWith('.md')) return [readMarkdown(source)];
  if (/\.[cm]?[jt]s$/.test(file)) return readProgram(file, source);
  return [makePassage(source.replaceAll(/^[ \t]*#/gm, blank), source, 1)];
}

function readMarkdown(source: string): Passage {
  const prose = source
    .replace(/^---\n[\s\S]*?\n---(?=\n)/, blank)
    .replaceAll(/^```[\s\S]*?^```$/gm, blank)
    .replaceAll(/`[^`\n]+`/g, maskCode)
    .replaceAll(/\]\([^)\s]+\)/g, blank)
    .replaceAll(/^(?=[|#]|\s*(?:[-*]|\d+\.) )/gm, '');
  return makePassage(prose, source, 1);
}

function readProgram(file: string, source: string): readonly Passage[] {
  const { program, comments } = parseSync(file, source);
  const passages: Passage[] = [];
  const add = (start: number, end: number, isComment = false): void => {
    const raw = source.slice(start, end);
    const prose = isComment ? raw.replaceAll(/`[^`\n]+`/g, maskCode) : raw;
    const text = prose.replaceAll(/^[ \t]*(?:\/\*\*?|\*\/?|\/\/)|\*\/$/gm, blank);
    passages.push(makePassage(text, raw, source.slice(0, start).split('\n').length));
  };
  for (const { start, end } of joinLineComments(comments, source)) add(start, end, true);
  new Visitor({
    Literal(node) {
      if (typeof node.value === 'string' && node.value.includes(' ')) add(node.start, node.end);
    },
    TemplateElement(node) {
      add(node.start, node.end);
    },
  }).visit(program);
  return passages;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Line comments that follow each other are one passage. */
function joinLineComments(comments: readonly (Span & { readonly type: string })[], source: string): readonly Span[] {
  const joined: { start: number; end: number; type: string }[] = [];
  for (const comment of comments) {
    const last = joined.at(-1);
    const follows =
      last?.type === 'Line' && comment.type === 'Line' && /^\n[ \t]*$/.test(source.slice(last.end, comment.start));
    if (follows) last.end = comment.end;
    else joined.push({ start: comment.start, end: comment.end, type: comment.type });
  }
  return joined;
}

function makePassage(prose: string, source: string, line: number): Passage {
  const text = prose.replaceAll(/\n(?=[ \t]*(?:\n|$|[|#>]|[-*] |\d+\. |@\w))/g, '¶').replaceAll('\n', ' ');
  return { text, line, source };
}

/** Quoted code is not prose. */
function maskCode(code: string): string {
  return code.replaceAll(/\S/g, 'x');
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
