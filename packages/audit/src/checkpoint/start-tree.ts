import { AgentSafeError } from '@agent-safe/core';
import type { NoteVerifier } from '../format/note.ts';
import { headOf, readStatement, treeOf } from '../statement/statement.ts';
import { type BuiltTree, EMPTY_TREE } from './build-tree.ts';

/**
 * Returns the tree with which a log begins: over its archived events, or empty.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID if the archive statement is wrong
 */
export function startTree(path: string, verifiers: readonly NoteVerifier[]): BuiltTree {
  const opened = readStatement(path, verifiers);
  if (!opened.ok) throw new AgentSafeError('ERR_AUDIT_INVALID', `${opened.reason}.`);
  const { statement } = opened;
  if (statement === undefined) return EMPTY_TREE;
  return { tree: treeOf(statement), head: headOf(statement), offset: statement.offset, place: undefined };
}
