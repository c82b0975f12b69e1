import type { LogPlace } from '@agent-safe/core';
import { Chain, type ChainHead, GENESIS } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';
import { followLine } from '../format/next-line.ts';
import { presentFiles, readFileLines, readLogFiles, startOf } from '../read/log-sizes.ts';

/** The tree over the first events of a log. The next checkpoint continues it. */
export interface BuiltTree {
  readonly tree: MerkleTree;
  /** The last event in the tree. */
  readonly head: ChainHead;
  /** Offset of the next event, in bytes over all files of the log. */
  readonly offset: number;
  /** Place of the last event; undefined for an empty tree. */
  readonly place: LogPlace | undefined;
}

export const EMPTY_TREE: BuiltTree = { tree: new MerkleTree(), head: GENESIS, offset: 0, place: undefined };

/** A tree, and whether all lines that were read are in one chain. */
export interface GrownTree extends BuiltTree {
  readonly isWhole: boolean;
}

/**
 * Adds the events of a log to a tree.
 *
 * @param to number of the last event to add. Default: all
 * @param isLocked whether the caller holds the lock of the log
 * @param onEvent called after each event
 */
export async function growTree(
  path: string,
  from: BuiltTree,
  {
    isLocked,
    onEvent,
    to,
  }: { isLocked: boolean; onEvent?: (tree: MerkleTree, entryHash: string) => void; to?: number },
): Promise<GrownTree> {
  const tree = from.tree.copy();
  const chain = new Chain(from.head, from.offset);
  let { place } = from;
  const files = await readLogFiles(path, isLocked);
  let begin = startOf(files).offset;
  for (const file of presentFiles(files)) {
    const start = Math.max(0, from.offset - begin);
    // The file either contains the last event of the tree, or begins with the next one.
    const fileSeq = start > 0 ? (from.place?.file_seq ?? 1) : chain.head.seq + 1;
    begin += file.size;
    if (start >= file.size || tree.size === to) continue;
    await readFileLines(path, file, start, (bytes, lineStart, end, ended, offset) => {
      const read = followLine(chain, bytes, lineStart, end, ended, { file: file.path, line: 0, offset });
      if (read === 'tampered') return false;
      if (read === undefined) return true;
      place = { file_seq: fileSeq, offset, length: end - lineStart + 1 };
      tree.append(Buffer.from(read.entry_hash, 'hex'));
      onEvent?.(tree, read.entry_hash);
      return tree.size !== to;
    });
  }
  const isWhole = begin >= from.offset && (tree.size === to || chain.finish().state === 'whole');
  return { tree, head: chain.head, offset: chain.offset, place, isWhole };
}
