import { quote } from '@agent-safe/core';
import type { Holding } from './identity.ts';

/**
 * What of a chain holds more than what it was made from.
 *
 * @param holdings from the root on, each made from the one before
 * @returns a sentence about the first such link; undefined where every one narrows
 */
export function findWidening(holdings: readonly Holding[]): string | undefined {
  for (const [index, holding] of holdings.entries()) {
    const parent = holdings[index - 1];
    const problem = parent === undefined ? undefined : findExcess(parent, holding);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findExcess(parent: Holding, child: Holding): string | undefined {
  const who = `${quote(child.agent_id)} has`;
  const role = child.roles.find((each) => !parent.roles.includes(each));
  if (role !== undefined) return `${who} the role ${quote(role)}, which ${quote(parent.agent_id)} does not hold.`;
  const group = child.groups.find((each) => !parent.groups.includes(each));
  if (group !== undefined) return `${who} the group ${quote(group)}, which ${quote(parent.agent_id)} is not in.`;
  if (parent.exp !== null && (child.exp === null || child.exp > parent.exp)) {
    return `${who} a token that outlives that of ${quote(parent.agent_id)}.`;
  }
  const most = parent.max_depth;
  if (most !== undefined && (child.max_depth === undefined || child.max_depth > most)) {
    return `${who} a deeper delegation than ${quote(parent.agent_id)} allows.`;
  }
  return undefined;
}
