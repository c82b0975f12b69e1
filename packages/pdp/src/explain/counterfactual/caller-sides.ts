import type { Caller, PolicyRule } from '@agent-safe/core';
import { matchesAgent, matchesChain, matchesHeld, matchesIn, type View } from '../../match/caller-views.ts';
import { allExampleNames, matcherOf } from '../../match/example-names.ts';
import { isUnproven, type VerifiedChain } from '../../match/verified-chain.ts';
import { asAgent, asVerified, withoutCaller, withoutValues, withToken, withValue } from './caller-edits.ts';
import { otherChains } from './chains.ts';
import type { Scenario, ScenarioEvaluator } from './scenario.ts';
import type { CallerSide, Side, Variant } from './sides.ts';

/** Most values of a list to try. */
const MOST_VALUES = 20;

/** Returns the view in which a rule decides. */
export function decidingView({ decision }: PolicyRule): View {
  return decision === 'deny' ? 'chain' : 'granted';
}

/** Whether the conditions of a rule on one side of the caller hold in a view. */
export function holdsOnCaller(
  side: CallerSide,
  view: View,
  { match: { callers } }: PolicyRule,
  caller: Caller | undefined,
  names: VerifiedChain,
): boolean {
  if (callers === undefined) return true;
  const isClaim = isUnproven({ verifiedChain: names.count(caller) });
  if (isClaim && view === 'chain') return true;
  if (side === 'proof') return !isClaim;
  if (side === 'agent' && caller === undefined && !isClaim && isAboutAnyone(callers)) return false;
  // Without a token, the conditions apply to the caller that a token would verify.
  const seen = isClaim || caller === undefined ? asVerified(caller) : caller;
  const known = { caller: seen, verifiedChain: names.count(seen) };
  switch (side) {
    case 'roles':
    case 'groups':
      return matchesHeld(view, side, callers, known);
    case 'agent':
      return matchesAgent(view, callers, known);
    case 'delegation':
      return matchesChain(view, callers, known);
  }
}

/** Whether a selector requires a caller without any condition on it. */
function isAboutAnyone({
  agent_ids,
  delegated_from,
  groups,
  require_delegation,
  roles,
}: NonNullable<PolicyRule['match']['callers']>): boolean {
  return [agent_ids, delegated_from, groups, roles].every((list) => list === undefined) && require_delegation !== true;
}

/** Returns the variants that satisfy the conditions of a rule on one side of the caller. */
export function satisfyCaller(
  side: CallerSide,
  view: View,
  rule: PolicyRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  const { callers } = rule.match;
  switch (side) {
    case 'proof':
      // An unverified caller satisfies every condition in the chain view.
      if (view === 'granted') return [withToken(scenario)];
      return scenario.caller === undefined ? [] : [withoutCaller(scenario.caller)];
    case 'roles':
    case 'groups':
      return examplesOf(callers?.[side], evaluator).map((value) => withValue(side, value, scenario));
    case 'agent':
      return callers?.agent_ids === undefined
        ? [asAgent(null, scenario, 'any caller')]
        : examplesOf(callers.agent_ids, evaluator).map((agent) => asAgent(agent, scenario));
    case 'delegation':
      return chainsFor(view, rule, scenario, evaluator).filter((variant) =>
        holdsOnCaller('delegation', view, rule, variant.apply(scenario).caller, evaluator.names),
      );
  }
}

/** Returns the first values of a list, and notes if some were left out. */
function firstOf(values: readonly string[], evaluator: ScenarioEvaluator): readonly string[] {
  if (values.length > MOST_VALUES) evaluator.sawAll = false;
  return values.slice(0, MOST_VALUES);
}

/** Returns names that match the entries of a list. */
function examplesOf(entries: readonly string[] | undefined, evaluator: ScenarioEvaluator): readonly string[] {
  return firstOf(allExampleNames(entries, evaluator.names), evaluator);
}

/** A variant that changes one or more sides. */
export interface JointVariant {
  readonly sides: readonly Side[];
  readonly variant: Variant;
}

/**
 * Returns the variants that satisfy the conditions of a rule on agent and delegation together. With keys, the two sides cannot be chosen
 * independently: the chain decides whether the agent's name is proven, and its names count in the chain view.
 */
export function satisfyNames(
  view: View,
  rule: PolicyRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly JointVariant[] {
  const { names } = evaluator;
  const holds = ({ caller }: Scenario) =>
    holdsOnCaller('agent', view, rule, caller, names) && holdsOnCaller('delegation', view, rule, caller, names);
  const byChain = chainsFor(view, rule, scenario, evaluator)
    .filter((chain) => holds(chain.apply(scenario)))
    .map((variant): JointVariant => ({ sides: ['delegation'], variant }));
  if (byChain.length > 0 && holdsOnCaller('agent', view, rule, scenario.caller, names)) return byChain;
  const others = examplesOf(rule.match.callers?.agent_ids, evaluator).filter(
    (agent) => agent !== scenario.caller?.agent_id,
  );
  const byAgent = others.flatMap((agent): readonly JointVariant[] => {
    const named = asAgent(agent, scenario);
    const renamed = named.apply(scenario);
    if (holds(renamed)) return [{ sides: ['agent'], variant: named }];
    return chainsFor(view, rule, renamed, evaluator)
      .filter((chain) => holds(chain.apply(renamed)))
      .map((chain) => ({ sides: ['agent', 'delegation'], variant: join(named, chain) }));
  });
  return [...byChain, ...byAgent];
}

function join(first: Variant, second: Variant): Variant {
  return {
    edits: [...first.edits, ...second.edits],
    apply: (scenario) => second.apply(first.apply(scenario)),
  };
}

/** Returns the variants that stop a rule from matching in a view, by one side of the caller. */
export function avoidCaller(
  side: CallerSide,
  view: View,
  rule: PolicyRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  const { callers } = rule.match;
  if (callers === undefined) return [];
  const { names } = evaluator;
  const { caller } = scenario;
  if (isUnproven({ verifiedChain: names.count(caller) })) return side === 'proof' ? [withToken(scenario)] : [];
  switch (side) {
    case 'proof':
      return [];
    case 'roles':
    case 'groups': {
      const named = callers[side];
      return named === undefined ? [] : withoutValues(side, matcherOf(named), scenario);
    }
    case 'agent': {
      if (caller === undefined) return [];
      const others = callers.agent_ids === undefined ? [] : otherAgents(callers.agent_ids, scenario, evaluator);
      // With keys, a request without a caller matches every rule in the chain view.
      return names.verifiesCallers && view === 'chain' ? others : [...others, withoutCaller(caller)];
    }
    case 'delegation':
      return chainsFor(view, rule, scenario, evaluator).filter((variant) => {
        const other = variant.apply(scenario).caller;
        return !matchesIn(view, callers, { caller: other, verifiedChain: names.count(other) });
      });
  }
}

function chainsFor(
  view: View,
  { match: { callers } }: PolicyRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  if (callers === undefined) return [];
  // In the chain view, an agent of the chain satisfies the condition on agent ids.
  const agents = view === 'chain' && evaluator.names.verifiesCallers ? (callers.agent_ids ?? []) : [];
  const entries = [...new Set([...(callers.delegated_from ?? []), ...agents, ...evaluator.hidden.delegators])];
  return otherChains(examplesOf(entries, evaluator), matcherOf(entries), scenario, evaluator);
}

/** Returns agents that a rule does not name: an unnamed one, and those that hidden rules name. */
function otherAgents(named: readonly string[], scenario: Scenario, evaluator: ScenarioEvaluator): readonly Variant[] {
  const isNamed = matcherOf(named);
  const others = allExampleNames(evaluator.hidden.agents, evaluator.names).filter((agent) => !isNamed(agent));
  return [
    asAgent(null, scenario, 'an agent that no rule names'),
    ...firstOf(others, evaluator).map((agent) => asAgent(agent, scenario)),
  ];
}

/** Returns the variants that avoid a delegation whose scope or depth does not cover the request. */
export function leaveDelegation(scenario: Scenario, evaluator: ScenarioEvaluator): readonly JointVariant[] {
  const { caller } = scenario;
  if (caller === undefined) return [];
  const { delegators } = evaluator.hidden;
  return [
    ...otherChains(examplesOf(delegators, evaluator), matcherOf(delegators), scenario, evaluator).map(
      (variant): JointVariant => ({ sides: ['delegation'], variant }),
    ),
    { sides: ['agent'], variant: withoutCaller(caller) },
  ];
}
