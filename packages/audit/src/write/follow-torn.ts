import { Chain, type ChainHead } from '../format/chain.ts';

export const LINE_END = Buffer.from('\n');

/**
 * Follows the lines after the last event of a file.
 *
 * @param before total size of the files before it, in bytes
 * @param offset of the lines in their file
 * @returns the new head, or undefined if a line is not in the chain
 */
export function followTorn(
  lines: Buffer,
  { before, head }: { readonly before: number; readonly head: ChainHead },
  offset: number,
): ChainHead | undefined {
  const chain = new Chain(head, before + offset);
  for (let start = 0; start < lines.length; ) {
    const newline = lines.indexOf(LINE_END, start);
    const end = newline < 0 ? lines.length : newline;
    const place = { file: '', line: 0, offset: offset + start };
    if (chain.take(lines, start, end, newline >= 0, place) === 'tampered') return undefined;
    start = end + 1;
  }
  return chain.finish().state === 'whole' ? chain.head : undefined;
}
