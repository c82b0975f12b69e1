import { quote } from '@agent-safe/core';
import { UNNAMED, withChain } from './caller-edits.ts';
import type { Scenario, ScenarioEvaluator } from './scenario.ts';
import type { Variant } from './sides.ts';

/** Most chains of proven names to try. */
const MOST_PROVEN = 20;
/** Longest chain to try. */
const DEEPEST = 64;

/** A chain, and its description if its names do not matter. */
type Chain = readonly [names: readonly string[], expected?: string];

/**
 * Returns other delegation chains of a caller, one for each that rules distinguish: empty, shorter, longer, with a named delegator,
 * without one, or with proven names only.
 *
 * @param named delegators to add
 * @param isNamed whether a delegator is to be left out
 */
export function otherChains(
  named: readonly string[],
  isNamed: (delegator: string) => boolean,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  const seen = new Set<object>();
  const variants: Variant[] = [];
  for (const [names, expected] of candidates(named, isNamed, scenario, evaluator)) {
    if (names.length > evaluator.names.maxDepth) continue;
    const variant = withChain(names, scenario, expected);
    if (variant.edits.length === 0) continue;
    const mark = evaluator.markCaller(variant.apply(scenario).caller);
    if (seen.has(mark)) continue;
    seen.add(mark);
    variants.push(variant);
  }
  return variants;
}

function* candidates(
  named: readonly string[],
  isNamed: (delegator: string) => boolean,
  { caller }: Scenario,
  evaluator: ScenarioEvaluator,
): Generator<Chain> {
  const from = caller?.delegation_chain ?? [];
  if (from.length > 0) yield [[]];
  for (const name of named) yield [[name]];
  yield* provenChains(named, caller?.agent_id ?? UNNAMED, evaluator);
  yield [[UNNAMED], 'delegated by another agent'];
  yield [from.filter((name) => !isNamed(name))];
  for (const name of from) yield [[name]];
  for (const depth of evaluator.depths) {
    if (depth < 1 || depth > DEEPEST) continue;
    const more = (chain: readonly string[]) => [...chain, ...Array<string>(depth - chain.length).fill(UNNAMED)];
    if (depth < from.length) yield [from.slice(-depth), `with at most ${depth} delegations`];
    if (depth > from.length) yield [more(from), `with more than ${depth - 1} delegations`];
    yield [more([]), `with ${depth} delegations by other agents`];
    for (const name of named) yield [more([name]), `with ${depth} delegations that start at ${quote(name)}`];
  }
}

/** Yields chains in which every name is proven, shortest first. */
function* provenChains(named: readonly string[], agent: string, evaluator: ScenarioEvaluator): Generator<Chain> {
  const { names } = evaluator;
  if (!names.verifiesCallers) return;
  const leftOut = () => {
    evaluator.sawAll = false;
  };
  let found = 0;
  for (let length = 1; length <= Math.min(names.maxDepth, DEEPEST); length++) {
    for (const needed of [[], ...named.map((name) => [name])]) {
      for (const chain of names.chainsTo(agent, length, needed, leftOut)) {
        if (++found > MOST_PROVEN) return leftOut();
        yield [chain];
      }
    }
  }
}
