import { AgentSafeError } from '@agent-safe/core';
import { type BuiltTree, EMPTY_TREE } from '../checkpoint/build-tree.ts';
import type { NoteVerifier } from '../format/note.ts';
import type { LogStart } from './log-start.ts';
import { readStatement, type Statement, treeOf } from './statement.ts';

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

/** Returns the last archived event as the head of a chain. */
export function headOf(statement: Statement): LogStart {
  const { entry_hash: hash, has_own: hasOwn, offset, seq, state_facts: facts, write_seq } = statement;
  return { seq, hash, hasOwn, writeSeq: write_seq ?? undefined, facts, offset };
}
