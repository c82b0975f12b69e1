import { type PolicyRule, quote, type Refused, RISK_CLASSES } from '@agent-safe/core';
import { checkDelegation } from '../match/delegation-scope.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { isStricterThan, type RuleOutcome } from '../match/rule-outcome.ts';
import type { VerifiedChain } from '../match/verified-chain.ts';
import type { AlternativeFinder } from './alternative-targets.ts';
import type { CompiledAction, Pair } from './compiled-action.ts';
import type { RuleIndex } from './rule-index.ts';

/** The parts of a decision point that judge a request for other targets. */
export interface AlternativeView {
  readonly index: RuleIndex;
  readonly names: VerifiedChain;
  readonly alternatives: AlternativeFinder;
}

/** A request with the answer for its target. */
export interface AnsweredRequest extends Pick<ResolvedRequest, 'caller' | 'hasChangeTicket' | 'at' | 'slots'> {
  readonly outcome: RuleOutcome;
}

/** Returns the first of some other targets for the same object that gives a stricter answer or a higher risk. */
export function findStricter(
  view: AlternativeView,
  compiled: CompiledAction,
  pair: Pair,
  alternatives: readonly Pair[],
  request: AnsweredRequest,
): Pair | undefined {
  return alternatives.find((alternative) => isStricter(view, compiled, pair, alternative, request));
}

function isStricter(
  { index, names }: AlternativeView,
  { action }: CompiledAction,
  pair: Pair,
  alternative: Pair,
  { at, caller, hasChangeTicket, outcome, slots }: AnsweredRequest,
): boolean {
  if (!alternative.check.ok) return true;
  if (RISK_CLASSES.indexOf(alternative.effectiveRisk) > RISK_CLASSES.indexOf(pair.effectiveRisk)) return true;
  // The same rules give the same answer, except to a delegation that is limited to some targets.
  if (caller?.delegation_scopes === undefined && alternative.rules === pair.rules) return false;
  if (!checkDelegation(caller, names.maxDepth, action.name, alternative.target?.id, at).ok) return true;
  const floors: PolicyRule[] = [];
  const decider = index.first(alternative.rules, caller, names.count(caller), hasChangeTicket, at, slots, floors);
  return isStricterThan({ decider, floors }, outcome);
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
