import { type PatternNode, parsePattern } from './pattern-syntax.ts';

/** Repetitions beyond the least. More of them give longer examples. */
const REPEATS = [0, 1, 3, 7, 15, 31];
/** Most alternatives to take of each choice. */
const CHOICES = 4;
/** Longest example. */
const LONGEST = 2_000;
/** Code points that examples prefer: a, 1, A. */
const PREFERRED = [0x61, 0x31, 0x41];

/**
 * Returns texts that follow the structure of a pattern, short ones first. Test each with the pattern: `^` and `$` within a pattern, or
 * other conditions, may still refuse it.
 *
 * @throws PatternError if the pattern is refused
 */
export function patternExamples(source: string): readonly string[] {
  const node = parsePattern(source);
  const examples = REPEATS.flatMap((more) =>
    Array.from({ length: CHOICES }, (_, choice) => write(node, more, choice)).filter((text) => text !== undefined),
  );
  return [...new Set(examples)];
}

/** Returns one text; undefined if it would be too long. */
function write(node: PatternNode, more: number, choice: number): string | undefined {
  switch (node.kind) {
    case 'set': {
      const { ranges } = node;
      const best = PREFERRED.find((code) => ranges.some(([low, high]) => low <= code && code <= high));
      const code = best ?? ranges[0]?.[0];
      return code === undefined ? undefined : String.fromCodePoint(code);
    }
    case 'choice':
      return write(node.parts[choice % node.parts.length] ?? { kind: 'empty' }, more, choice);
    case 'sequence':
      return join(node.parts, more, choice);
    case 'repeat':
      return join(Array<PatternNode>(Math.min(node.most, node.least + more)).fill(node.part), more, choice);
    case 'empty':
    case 'start':
    case 'end':
      return '';
  }
}

function join(parts: readonly PatternNode[], more: number, choice: number): string | undefined {
  let text = '';
  for (const part of parts) {
    text += write(part, more, choice) ?? 'x'.repeat(LONGEST + 1);
    if (text.length > LONGEST) return undefined;
  }
  return text;
}
