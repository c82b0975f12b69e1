import { Chain } from '../format/chain.ts';
import { readLines } from '../read/read-lines.ts';
import type { LogStart } from '../statement/log-start.ts';
import type { LogFile } from './log-files.ts';

/** Bytes at the beginning of a file that are read first. */
const FIRST_READ = 64 * 1024;

/** Whether a file does not begin with the event after a start. An unfinished write may come before this event, after a crash. */
export async function isCut(file: LogFile, start: LogStart): Promise<boolean> {
  const chain = new Chain(start, start.offset);
  const { size } = await file.state();
  let isTampered = false;
  // Usually the first line is enough.
  for (let to = Math.min(FIRST_READ, size); ; to = size) {
    await readLines(file, chain.offset - start.offset, to, (bytes, from, end, ended, offset) => {
      if (!ended && to < size) return false;
      const read = chain.take(bytes, from, end, ended, { file: '', line: 0, offset });
      isTampered = read === 'tampered';
      return read === undefined;
    });
    if (isTampered || chain.head !== start || to === size) break;
  }
  return isTampered || (chain.head === start && chain.finish().state === 'tampered');
}
