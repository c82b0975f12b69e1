import type { Chain, ChainEnd } from '../format/chain.ts';
import type { SizedFile } from './log-sizes.ts';

/**
 * Returns the state of a chain after the last line of a log. A closed file was durable when it was closed, so it does not end with an
 * unfinished write.
 *
 * @param files of the log. The chain must have been given their paths
 */
export function endOfLog(chain: Chain, files: readonly SizedFile[]): ChainEnd {
  const end = chain.finish();
  if (end.state !== 'torn') return end;
  const isClosed = files.some(({ isClosed, path }) => isClosed === true && path === end.place.file);
  return isClosed ? { ...end, state: 'tampered' } : end;
}
