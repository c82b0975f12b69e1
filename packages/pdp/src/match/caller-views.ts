import { type Caller, type CallerSelector, compileNamePattern } from '@agent-safe/core';
import { type Certainty, FAILS, HOLDS, UNKNOWN } from './certainty.ts';
import type { ResolvedRequest } from './resolved-request.ts';
import { isOwnNameProven, isUnproven } from './verified-chain.ts';

/** A caller with its number of proven names. */
export type Asker = Pick<ResolvedRequest, 'caller' | 'verifiedChain'>;

/**
 * The two readings of a caller, if keys are configured. A caller that proves less satisfies fewer conditions in the granted view, and
 * more in the chain view. Without keys, both are the caller as written.
 *
 * - `granted`: what the last agent of the chain holds, and the names that grants prove. An unverified caller satisfies nothing.
 * - `chain`: what any agent of the chain holds, and all names as written. Limits on the delegation depth always hold. An unverified
 *   caller satisfies everything.
 */
export type View = 'granted' | 'chain';

/**
 * Returns how far the conditions on the caller hold: in the granted view, in the chain view alone, or in neither. The chain view includes
 * the granted one.
 *
 * @param isNegated whether the selector is within `not`: a request without a caller then may have any
 */
export function evaluateCaller(callers: CallerSelector | undefined, asker: Asker, isNegated = false): Certainty {
  if (callers === undefined) return HOLDS;
  if (isNegated && asker.caller === undefined) return UNKNOWN;
  if (matchesIn('granted', callers, asker)) return HOLDS;
  return matchesIn('chain', callers, asker) ? UNKNOWN : FAILS;
}

/** Whether a condition counts in a view: an allow rule needs certainty, and a rule that restricts takes doubt. */
export function holdsIn(view: View, certainty: Certainty): boolean {
  return view === 'granted' ? certainty === HOLDS : certainty !== FAILS;
}

/** Whether a selector matches a caller in one view. */
export function matchesIn(view: View, callers: CallerSelector, asker: Asker): boolean {
  if (isUnproven(asker)) return view === 'chain';
  const { caller } = asker;
  return (
    caller !== undefined &&
    matchesAgent(view, callers, { caller, verifiedChain: asker.verifiedChain }) &&
    matchesHeld(view, 'roles', callers, { caller, verifiedChain: asker.verifiedChain }) &&
    matchesHeld(view, 'groups', callers, { caller, verifiedChain: asker.verifiedChain }) &&
    matchesChain(view, callers, { caller, verifiedChain: asker.verifiedChain })
  );
}

/** A caller that is not missing. */
interface Known {
  readonly caller: Caller;
  readonly verifiedChain: number;
}

/** Whether the condition on agent ids holds. */
export function matchesAgent(view: View, { agent_ids }: CallerSelector, { caller, verifiedChain }: Known): boolean {
  if (agent_ids === undefined) return true;
  const { agent_id, delegation_chain } = caller;
  if (isAsWritten(verifiedChain)) return overlaps(agent_ids, [agent_id]);
  if (view === 'granted') return isOwnNameProven(caller, verifiedChain) && overlaps(agent_ids, [agent_id]);
  return overlaps(agent_ids, [...delegation_chain, agent_id]);
}

/** Whether the condition on roles or groups holds. */
export function matchesHeld(
  view: View,
  key: 'roles' | 'groups',
  { [key]: wanted }: CallerSelector,
  { caller, verifiedChain }: Known,
): boolean {
  if (overlaps(wanted, caller[key])) return true;
  if (view === 'granted' || isAsWritten(verifiedChain) || caller.delegation_chain.length === 0) return false;
  // Without holdings, the delegators may hold anything.
  return caller.delegation_holdings?.some((holding) => overlaps(wanted, holding[key])) ?? true;
}

/** Whether the conditions on the delegation chain hold. */
export function matchesChain(
  view: View,
  { delegated_from, max_delegation_depth, require_delegation }: CallerSelector,
  { caller: { delegation_chain }, verifiedChain }: Known,
): boolean {
  const depth = delegation_chain.length;
  if (view === 'chain' && !isAsWritten(verifiedChain)) {
    return overlaps(delegated_from, delegation_chain) && (require_delegation !== true || depth > 0);
  }
  return (
    overlaps(delegated_from, delegation_chain.slice(0, verifiedChain)) &&
    (max_delegation_depth === undefined || depth <= max_delegation_depth) &&
    (require_delegation === undefined || require_delegation === depth > 0)
  );
}

/** Whether no keys are configured, so that callers count as written. */
function isAsWritten(verifiedChain: number): boolean {
  return verifiedChain === Number.POSITIVE_INFINITY;
}

/** Whether a value matches one of the wanted names or patterns. */
function overlaps(wanted: readonly string[] | undefined, held: readonly string[]): boolean {
  return wanted === undefined || wanted.some((pattern) => held.some(compileNamePattern(pattern)));
}
