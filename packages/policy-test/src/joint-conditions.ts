import type { CallerSelector, PolicyRule } from '@agent-safe/core';
import {
  evaluateMatch,
  HOLDS,
  matchRule,
  type PreparedMatch,
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
} from '@agent-safe/pdp/analysis';
import { addBit, type Bits } from './bits.ts';
import type { ActionOnTarget } from './pairs.ts';

/** Most owners of targets to compare with groups of callers. */
const MOST_OWNERS = 20;

/** Whether a rule has a condition on several parts of a request together, so that the parts cannot be compared one by one. */
export function isJoint({ match: { not, targets } }: PreparedRule): boolean {
  if (targets?.owner_in_caller_groups !== undefined) return true;
  if (not === undefined) return false;
  const { callers, require_ticket, targets: excluded, time_windows, valid } = not;
  const isCompared = excluded?.owner_in_caller_groups !== undefined;
  const hasTimes = time_windows !== undefined || valid !== undefined;
  return callers !== undefined || require_ticket !== undefined || hasTimes || isCompared;
}

/** Whether a rule has a condition that 0.11 does not have. */
export function hasNewConditions({ canDoubtTarget, conditions }: PreparedRule): boolean {
  const { matchesTag, not, params, reversible } = conditions;
  return canDoubtTarget || [matchesTag, not, params, reversible].some((each) => each !== undefined);
}

/** Rules that stand for the conditions on callers within `not`, and for the groups of owners. */
export interface CallerProbes {
  /** Callers are searched that satisfy them, and callers that do not. */
  readonly probes: readonly PreparedRule[];
  /** The places of the probes that matter for a rule. */
  readonly byRule: ReadonlyMap<PreparedRule, readonly number[]>;
  /** Whether there is a probe for each owner. */
  readonly isComplete: boolean;
}

/** @param verifiesCallers whether callers have two views */
export function callerProbes(
  rules: readonly PreparedRule[],
  owners: readonly string[],
  verifiesCallers: boolean,
): CallerProbes {
  const named = [...new Set(owners.filter((owner) => owner !== ''))];
  const places = new Map<string, readonly number[]>();
  const probes: PolicyRule[] = [];
  const add = (callers: CallerSelector): readonly number[] => {
    const key = JSON.stringify(callers);
    const known = places.get(key);
    if (known !== undefined) return known;
    // An allow rule asks for the granted view, and a deny rule for the chain view.
    const hasTwoViews = verifiesCallers && Object.keys(callers).length > 0;
    const decisions = hasTwoViews ? (['allow', 'deny'] as const) : (['allow'] as const);
    const added = decisions.map((decision) => {
      const rule = { name: '', description: '', priority: 0, match: { callers }, decision, reason: '' };
      return probes.push(rule) - 1;
    });
    places.set(key, added);
    return added;
  };
  let isComplete = true;
  const byRule = new Map<PreparedRule, readonly number[]>();
  for (const rule of rules) {
    const { not } = rule.match;
    // Without a caller the condition is in doubt, so a known caller is tried too.
    const known = comparesOwner(rule) || not?.callers !== undefined ? add({}) : [];
    const own = [...known, ...(not?.callers === undefined ? [] : add(not.callers))];
    if (!comparesOwner(rule)) {
      byRule.set(rule, own);
      continue;
    }
    isComplete &&= named.length <= MOST_OWNERS;
    byRule.set(rule, [...own, ...named.slice(0, MOST_OWNERS).flatMap((owner) => add({ groups: [owner] }))]);
  }
  return { probes: prepareRules(probes), byRule, isComplete };
}

function comparesOwner({ match }: PreparedRule): boolean {
  return [match, match.not].some((each) => each?.targets?.owner_in_caller_groups !== undefined);
}

/** Describes how joint conditions depend on a pair, so that pairs with equal descriptions stand for each other. */
export function describeJoint(rules: readonly PreparedRule[], pair: ActionOnTarget): string {
  return rules
    .map((rule) => {
      const { conditions } = rule;
      const inner = conditions.not === undefined ? HOLDS : evaluateApart(conditions.not, pair);
      return `${inner}${comparesOwner(rule) ? (pair.target?.owner ?? '?') : ''}`;
    })
    .join();
}

/** Returns how far the conditions of `not` on the pair alone hold. */
function evaluateApart({ canDoubtTarget, conditions, match, matchesAction }: PreparedMatch, pair: ActionOnTarget) {
  const { callers: _callers, require_ticket: _ticket, time_windows: _times, valid: _valid, ...rest } = match;
  const request = { ...pair, caller: undefined, verifiedChain: 0, hasChangeTicket: false, at: 0 };
  return evaluateMatch({ conditions, matchesAction, canDoubtTarget, match: rest }, request, true);
}

/** The times at which a rule with joint conditions decides, and those at which it is a floor. */
export interface JointTimes {
  readonly decides: Bits;
  readonly floors: Bits;
}

/** Returns the times at which a rule matches a request. @param at the instant of each time */
export function jointTimes(rule: PreparedRule, request: ResolvedRequest, at: readonly number[]): JointTimes {
  const decides = new Uint32Array((at.length + 31) >>> 5);
  const floors = new Uint32Array(decides.length);
  for (const [cell, instant] of at.entries()) {
    const effect = matchRule(rule, { ...request, at: instant });
    if (effect !== 'fails') addBit(effect === 'floor' ? floors : decides, cell);
  }
  return { decides, floors };
}
