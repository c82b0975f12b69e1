import { existsSync, readFileSync } from 'node:fs';
import { parseJson } from '@agent-safe/core';
import { replaceFile } from '@agent-safe/core/node';
import type { ChainHead } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';

/** How far the tree over a log was built: the next checkpoint goes on from there. */
export interface BuiltTree {
  readonly tree: MerkleTree;
  /** Its last event. */
  readonly head: ChainHead;
  /** Where the next event begins, counted in bytes over all files of the log. */
  readonly offset: number;
}

function treePath(path: string): string {
  return `${path}.tree`;
}

/** Keeps a tree beside its log. It is only a shortcut: nothing believes it that a signed checkpoint does not prove. */
export function writeTreeCache(path: string, { head, offset, tree }: BuiltTree): void {
  const subtrees = tree.subtrees.map((subtree) => Buffer.from(subtree).toString('base64'));
  replaceFile(treePath(path), `${JSON.stringify({ size: tree.size, offset, entry_hash: head.hash, subtrees })}\n`);
}

/** Undefined where there is none, or it is not as {@link writeTreeCache} writes it. */
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
