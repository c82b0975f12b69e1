/** The parts of the decision point, for tools that test, measure and compare policies. Agents need only `Pdp`. */

export { type BoundParameter, bindParameters } from './compile/bindings.ts';
export { CallerIndex } from './compile/caller-index.ts';
export { checkPair } from './compile/compiled-action.ts';
export { isNarrower, mayOverlap, prefixOf } from './compile/narrower.ts';
export type { RuleBitset } from './compile/rule-bitset.ts';
export { RuleIndex } from './compile/rule-index.ts';
export { ValueIndex } from './compile/value-index.ts';
export { explainConditions } from './explain/conditions.ts';
export { boundaryValues } from './explain/counterfactual/boundary-values.ts';
export { suggestParams } from './explain/counterfactual/repair.ts';
export { evaluateDefinition } from './match/action-conditions.ts';
export { matchesIn } from './match/caller-views.ts';
export { type Certainty, FAILS, HOLDS, UNKNOWN } from './match/certainty.ts';
export { evaluateConditions, evaluateMatch, evaluateParam, toSlots } from './match/evaluate-conditions.ts';
export { exampleNames } from './match/example-names.ts';
export { minuteOfWeek } from './match/local-time.ts';
export { evaluatePair, matchesTarget, type PreparedRule, prepareRules } from './match/match.ts';
export { matchesEntry } from './match/match-entry.ts';
export { effectOf, matchRule, matchRules } from './match/match-rules.ts';
export { type PreparedMatch, type PreparedTest, prepareMatch, prepareTest } from './match/prepared-conditions.ts';
export type { ResolvedRequest } from './match/resolved-request.ts';
export { compareRules, rankOf } from './match/rule-order.ts';
export { type RuleOutcome, reportedRule, resultOf } from './match/rule-outcome.ts';
export { mayShareScope } from './match/scopes.ts';
export { timeConditionOf } from './match/time-condition.ts';
export { compileWindow, opensAt } from './match/time-window.ts';
export { VerifiedChain } from './match/verified-chain.ts';
