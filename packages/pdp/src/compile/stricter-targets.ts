import { type DecisionResult, type PolicyRule, quote, type Refused, RISK_CLASSES } from '@agent-safe/core';
import { checkDelegation } from '../match/delegation-scope.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { resultOf } from '../match/rule-outcome.ts';
import type { VerifiedChain } from '../match/verified-chain.ts';
import type { CompiledAction, Pair } from './compiled-action.ts';
import type { RivalFinder } from './rivals.ts';
import type { RuleIndex } from './rule-index.ts';

/** The parts of a decision point that judge a request for other targets. */
export interface RivalView {
  readonly index: RuleIndex;
  readonly names: VerifiedChain;
  readonly rivals: RivalFinder;
}

/** A request with the answer for its target. */
export interface AnsweredRequest extends Pick<ResolvedRequest, 'caller' | 'hasChangeTicket' | 'at'> {
  readonly result: DecisionResult;
}

/** Returns the first of some other targets for the same object that gives a stricter answer or a higher risk. */
export function findStricter(
  view: RivalView,
  compiled: CompiledAction,
  pair: Pair,
  rivals: readonly Pair[],
  request: AnsweredRequest,
): Pair | undefined {
  return rivals.find((rival) => isStricter(view, compiled, pair, rival, request));
}

function isStricter(
  { index, names }: RivalView,
  { action }: CompiledAction,
  pair: Pair,
  rival: Pair,
  { at, caller, hasChangeTicket, result }: AnsweredRequest,
): boolean {
  if (!rival.check.ok) return true;
  if (RISK_CLASSES.indexOf(rival.effectiveRisk) > RISK_CLASSES.indexOf(pair.effectiveRisk)) return true;
  // The same rules give the same answer, except to a delegation that is limited to some targets.
  if (caller?.delegation_scopes === undefined && rival.rules === pair.rules) return false;
  if (!checkDelegation(caller, names.maxDepth, action.name, rival.target?.id, at).ok) return true;
  const floors: PolicyRule[] = [];
  const decider = index.first(rival.rules, caller, names.count(caller), hasChangeTicket, at, floors);
  return strictness(resultOf({ decider, floors })) > strictness(result);
}

function strictness(result: DecisionResult): number {
  return result === 'allow' ? 0 : result === 'require_approval' ? 1 : 2;
}

/** Refuses a request, because another target is stricter. */
export function refuseAmbiguous({ target }: Pair, stricter: Pair): Refused<'target_ambiguous'> {
  const own = quote(target?.id ?? '');
  const other = quote(stricter.target?.id ?? '');
  return {
    ok: false,
    code: 'target_ambiguous',
    reason: `Target ${own} is ambiguous: ${other} admits the same parameters and is stricter. Request ${other}, or make the bindings of the two targets disjoint.`,
  };
}
