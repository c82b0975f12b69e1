import { existsSync, readFileSync } from 'node:fs';
import { parseJson } from '@agent-safe/core';
import { replaceFile } from '@agent-safe/core/node';
import type { ChainHead } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';

/** The tree over the first events of a log. The next checkpoint continues it. */
export interface BuiltTree {
  readonly tree: MerkleTree;
  /** The last event in the tree. */
  readonly head: ChainHead;
  /** Offset of the next event, in bytes over all files of the log. */
  readonly offset: number;
}

function treePath(path: string): string {
  return `${path}.tree`;
}

/** Writes a tree to a file next to its log. The file is only a cache: it is used only if its root is that of a signed checkpoint. */
export function writeTreeCache(path: string, { head, offset, tree }: BuiltTree): void {
  const subtrees = tree.subtrees.map((subtree) => Buffer.from(subtree).toString('base64'));
  replaceFile(treePath(path), `${JSON.stringify({ size: tree.size, offset, entry_hash: head.hash, subtrees })}\n`);
}

/** Reads the file of {@link writeTreeCache}. Returns undefined if the file is missing or malformed. */
export function readTreeCache(path: string): BuiltTree | undefined {
  const file = treePath(path);
  if (!existsSync(file)) return undefined;
  try {
    const { entry_hash, offset, size, subtrees } = parseJson(readFileSync(file, 'utf8'), file) as {
      readonly [member: string]: unknown;
    };
    if (typeof size !== 'number' || typeof offset !== 'number' || typeof entry_hash !== 'string') return undefined;
    if (!Array.isArray(subtrees)) return undefined;
    const tree = new MerkleTree(
      size,
      subtrees.map((subtree) => Buffer.from(String(subtree), 'base64')),
    );
    return { tree, head: { seq: size, hash: entry_hash, hasOwn: false }, offset };
  } catch {
    return undefined;
  }
}
