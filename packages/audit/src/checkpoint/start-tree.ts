import { headOf, type Statement, treeOf } from '../statement/statement.ts';
import { type BuiltTree, EMPTY_TREE } from './build-tree.ts';

/** Returns the tree with which a log begins: over its archived events, or empty without an archive statement. */
export function startTree(statement: Statement | undefined): BuiltTree {
  if (statement === undefined) return EMPTY_TREE;
  return { tree: treeOf(statement), head: headOf(statement), offset: statement.offset, place: undefined };
}
