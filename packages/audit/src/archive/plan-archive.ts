import type { LoggedEvent } from '@agent-safe/core';
import type { BuiltTree } from '../checkpoint/build-tree.ts';
import { type Checkpoint, parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { Chain, type ChainHead } from '../format/chain.ts';
import type { MerkleTree } from '../format/merkle.ts';
import { readText } from '../format/read-text.ts';
import { presentFiles, readFileLines, readLogFiles, type SizedFile } from '../read/log-sizes.ts';
import type { ArchivedCheckpoint } from '../statement/statement.ts';
import type { ArchivePlan } from './archive-types.ts';

/** The oldest files of a log, whose events are all older than a time. */
export interface Cut {
  readonly files: readonly SizedFile[];
  /** The last event of these files. */
  readonly head: ChainHead;
  readonly tree: MerkleTree;
  /** Bytes of the log up to there, including archived bytes. */
  readonly offset: number;
  /** `entry_hash` of the first event after the start. */
  readonly first: string;
  readonly checkpoints: readonly ArchivedCheckpoint[];
  /** Whether the newest file begins with older events, so closing it lets a later archive take it. */
  readonly closes: boolean;
  /** The first event that is not older. Undefined: all are older. */
  readonly newer: ArchivePlan['newer'];
}

/**
 * Finds the oldest files of a log whose events are all older than a time.
 *
 * @param before milliseconds since 1970, UTC
 * @param onlyClosed whether the newest file stays
 */
export async function findCut(path: string, from: BuiltTree, before: number, onlyClosed: boolean): Promise<Cut> {
  const all = presentFiles(await readLogFiles(path));
  const files = onlyClosed ? all.filter(({ isClosed }) => isClosed === true) : all;
  const chain = new Chain(from.head, from.offset);
  const tree = from.tree.copy();
  let cut = { files: 0, head: chain.head, tree: tree.copy(), offset: chain.offset, checkpoints: 0 };
  const checkpoints: ArchivedCheckpoint[] = [];
  let [first, closes] = ['', false];
  let newer: Cut['newer'];
  for (const [index, file] of files.entries()) {
    let older = 0;
    await eachEvent(path, file, chain, (event, entryHash) => {
      const timestamp = readText(event.timestamp);
      if (!(Date.parse(timestamp) < before)) {
        newer = { seq: chain.head.seq, timestamp };
        return false;
      }
      older += 1;
      if (first === '') first = entryHash;
      const known = readCheckpointEvent(event, tree.size);
      if (known !== undefined) checkpoints.push({ ...known, entry_hash: readText(event.prev_hash) });
      tree.append(Buffer.from(entryHash, 'hex'));
      return true;
    });
    if (file.isClosed !== true) closes = older > 0;
    if (newer !== undefined || chain.finish().state !== 'whole') break;
    if (older === 0) continue;
    cut = {
      files: index + 1,
      head: chain.head,
      tree: tree.copy(),
      offset: chain.offset,
      checkpoints: checkpoints.length,
    };
  }
  return {
    ...cut,
    files: files.slice(0, cut.files),
    checkpoints: checkpoints.slice(0, cut.checkpoints),
    first,
    closes,
    newer,
  };
}

function eachEvent(
  path: string,
  sized: SizedFile,
  chain: Chain,
  take: (event: LoggedEvent, entryHash: string) => boolean,
): Promise<void> {
  return readFileLines(path, sized, 0, (bytes, start, end, ended, offset) => {
    const read = chain.take(bytes, start, end, ended, { file: sized.path, line: 0, offset });
    if (read === 'tampered') return false;
    return read === undefined || take(read.event, read.entry_hash);
  });
}

/** The log was verified, so a checkpoint of this size has the root of its tree. */
function readCheckpointEvent(
  { event_type, note, v }: LoggedEvent,
  size: number,
): Pick<ArchivedCheckpoint, 'root' | 'size'> | undefined {
  if (event_type !== 'checkpoint' || v === undefined || typeof note !== 'string') return undefined;
  const found: Checkpoint | undefined = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  return found?.size === size ? { size, root: Buffer.from(found.root).toString('base64') } : undefined;
}
