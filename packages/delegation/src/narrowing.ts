import { type CheckResult, PASSED, quote, type Refused } from '@agent-safe/core';
import type { Holding } from './agent-identity.ts';

type NarrowingResult = CheckResult<'delegation_widened'>;

/**
 * Checks that no agent of a chain holds more than the agent before it. The reason names the first agent that does.
 *
 * @param holdings of all agents of the chain, root first
 */
export function checkNarrowing(holdings: readonly Holding[]): NarrowingResult {
  for (const [index, holding] of holdings.entries()) {
    const parent = holdings[index - 1];
    const narrowed = parent === undefined ? PASSED : checkLink(parent, holding);
    if (!narrowed.ok) return narrowed;
  }
  return PASSED;
}

function checkLink(parent: Holding, child: Holding): NarrowingResult {
  const who = `The token gives ${quote(child.agent_id)}`;
  const role = child.roles.find((each) => !parent.roles.includes(each));
  if (role !== undefined)
    return refuse(`${who} the role ${quote(role)}, which ${quote(parent.agent_id)} does not hold.`);
  const group = child.groups.find((each) => !parent.groups.includes(each));
  if (group !== undefined)
    return refuse(`${who} the group ${quote(group)}, but ${quote(parent.agent_id)} is not in it.`);
  if (parent.exp !== null && (child.exp === null || child.exp > parent.exp)) {
    return refuse(`${who} a later expiry than ${quote(parent.agent_id)} has.`);
  }
  const most = parent.max_depth;
  if (most !== undefined && (child.max_depth === undefined || child.max_depth > most)) {
    return refuse(`${who} a greater maximum depth than ${quote(parent.agent_id)} has.`);
  }
  return PASSED;
}

function refuse(reason: string): Refused<'delegation_widened'> {
  return { ok: false, code: 'delegation_widened', reason };
}
