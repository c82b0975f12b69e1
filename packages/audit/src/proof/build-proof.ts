import { realLogPath } from '@agent-safe/core/node';
import { type BuiltTree, growTree } from '../checkpoint/build-tree.ts';
import { type Checkpoint, type OpenedCheckpoint, readUnverified } from '../checkpoint/checkpoint.ts';
import { splitNote } from '../format/note.ts';
import { type LogStart, readLogStart } from '../statement/log-start.ts';
import { readArchivedTree } from '../statement/statement.ts';
import { formatProof } from './proof-file.ts';
import { type LeafRange, listConsistencyRanges, listInclusionRanges, RangeRoots } from './ranges.ts';
import { type Leaf, type LeafProblem, needsArchive, readLeaves } from './read-leaves.ts';
import { isConsistent, isIncluded } from './verify-tree.ts';

type Refusal = { readonly ok: false; readonly code: LeafProblem | 'checkpoint_unusable'; readonly reason: string };

/** A proof as text with its checkpoint, or the reason of a refusal. */
export type BuiltProof = { readonly ok: true; readonly text: string; readonly checkpoint: Checkpoint } | Refusal;

/** The hashes of a proof, and the root of the older tree. */
export type BuiltGrowth =
  | { readonly ok: true; readonly hashes: readonly Uint8Array[]; readonly oldRoot: Uint8Array }
  | Refusal;

/**
 * Proves that an event is in the log of a checkpoint. The log is read once. Archived events are not needed, except for their own proofs.
 *
 * @param seq number of the event
 * @param note the signed checkpoint. Its signature is not verified here. The receiver of the proof verifies it
 * @returns the proof as text, see {@link formatProof}
 * @throws AgentSafeError ERR_AUDIT_INVALID if there is no log, or if it cannot be read
 */
export async function proveEvent(path: string, seq: number, note: string): Promise<BuiltProof> {
  const opened = readNote(note);
  if (!opened.ok) return unusable(`it is not a checkpoint: ${opened.reason}`);
  const { checkpoint } = opened;
  if (seq < 1 || seq > checkpoint.size) return unusable(`it covers ${checkpoint.size} events, and not event ${seq}`);
  const index = seq - 1;
  let event: { readonly line: Buffer; readonly hash: string } | undefined;
  const read = await readRoots(path, listInclusionRanges(index, checkpoint.size), checkpoint.size, (leaf) => {
    if (leaf.seq === seq) event = { line: leaf.line(), hash: leaf.entry_hash };
  });
  if (!read.ok) return read;
  if (seq <= read.start.seq) return needsArchive(path, read.start);
  const hashes = read.roots;
  if (
    event === undefined ||
    !isIncluded(Buffer.from(event.hash, 'hex'), index, checkpoint.size, hashes, checkpoint.root)
  )
    return differs(path, checkpoint.size);
  const text = formatProof({ kind: 'inclusion', line: event.line, index, hashes, checkpoint: note });
  return { ok: true, text, checkpoint };
}

/**
 * Proves that the log of a checkpoint begins with all events of an older checkpoint. The log is read once.
 *
 * @param from the older signed checkpoint
 * @param note the newer signed checkpoint
 * @throws AgentSafeError ERR_AUDIT_INVALID if there is no log, or if it cannot be read
 */
export async function proveGrowth(path: string, from: string, note: string): Promise<BuiltProof> {
  const [older, newer] = [readNote(from), readNote(note)];
  if (!older.ok) return unusable(`the older one is not a checkpoint: ${older.reason}`);
  if (!newer.ok) return unusable(`it is not a checkpoint: ${newer.reason}`);
  const { checkpoint } = newer;
  const built = await buildGrowth(path, older.checkpoint.size, checkpoint);
  if (!built.ok) return built;
  if (!Buffer.from(built.oldRoot).equals(older.checkpoint.root)) return differs(path, older.checkpoint.size);
  const text = formatProof({ kind: 'consistency', from, hashes: built.hashes, checkpoint: note });
  return { ok: true, text, checkpoint };
}

/**
 * Builds the consistency proof from the first events of a log to a checkpoint. The proof is verified.
 *
 * @param oldSize number of the first events
 */
export async function buildGrowth(path: string, oldSize: number, { root, size }: Checkpoint): Promise<BuiltGrowth> {
  if (oldSize > size) return unusable(`it covers ${size} events, but the older one covers ${oldSize}`);
  const ranges = [{ begin: 0, end: oldSize }, ...listConsistencyRanges(oldSize, size)];
  const read = await readRoots(path, oldSize === 0 ? [...ranges, { begin: 0, end: size }] : ranges, size);
  if (!read.ok) return read;
  const [oldRoot, ...hashes] = read.roots;
  // The proof from an empty tree has no hashes, so it says nothing about the log.
  const isRight =
    oldSize === 0 ? hashes.pop()?.equals(root) : oldRoot && isConsistent(oldSize, size, hashes, oldRoot, root);
  if (oldRoot === undefined || isRight !== true) return differs(path, size);
  return { ok: true, hashes, oldRoot };
}

/**
 * Builds the consistency proof from a tree of the first events of a log to a checkpoint. Only the events after them are read.
 *
 * @returns undefined if the tree is not of this log, or if the log does not match the checkpoint
 */
export async function continueGrowth(
  path: string,
  from: BuiltTree,
  { root, size }: Checkpoint,
): Promise<readonly Uint8Array[] | undefined> {
  const { tree } = from;
  if (tree.size > size) return undefined;
  const roots = new RangeRoots(listConsistencyRanges(tree.size, size), tree);
  if (!roots.isComplete) return undefined;
  const grown = await growTree(path, from, {
    isLocked: false,
    onEvent: (_, entryHash) => roots.append(Buffer.from(entryHash, 'hex')),
    to: size,
  });
  if (!grown.isWhole || grown.tree.size !== size) return undefined;
  const hashes = roots.roots();
  return isConsistent(tree.size, size, hashes, tree.root(), root) ? hashes : undefined;
}

async function readRoots(
  path: string,
  ranges: readonly LeafRange[],
  size: number,
  onLeaf: (leaf: Leaf) => void = () => undefined,
): Promise<{ readonly ok: true; readonly roots: readonly Buffer[]; readonly start: LogStart } | Refusal> {
  const start = readLogStart(realLogPath(path));
  const tree = start.seq === 0 ? undefined : readArchivedTree(realLogPath(path));
  const roots = new RangeRoots(ranges, tree);
  if (start.seq !== (tree?.size ?? 0) || !roots.isComplete) return needsArchive(path, start);
  const take = (leaf: Leaf) => {
    roots.append(Buffer.from(leaf.entry_hash, 'hex'));
    onLeaf(leaf);
  };
  const read = await readLeaves(path, take, size, start);
  return read.ok ? { ...read, roots: roots.roots() } : read;
}

/** Reads a checkpoint without verifying its signatures. A text that is not a note could hold control characters. */
function readNote(note: string): OpenedCheckpoint {
  const split = splitNote(note);
  return split.ok ? readUnverified(note) : split;
}

function unusable(why: string): Refusal {
  const reason = `The checkpoint cannot be used: ${why}. Give another one, or sign one with "agent-safe audit checkpoint".`;
  return { ok: false, code: 'checkpoint_unusable', reason };
}

function differs(path: string, size: number): Refusal {
  const found = `The first ${size} events of the log are not those of the checkpoint: ${path}`;
  return { ok: false, code: 'tampered', reason: `${found}. Run "agent-safe audit verify --checkpoint FILE".` };
}
