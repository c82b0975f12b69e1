import type { Action, Caller, DelegatorHolding, JsonObject, PolicyRule, Target } from '@agent-safe/core';
import { effectiveRisk } from '@agent-safe/core';
import {
  matchRules,
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
  reportedRule,
  resultOf,
  toSlots,
  type VerifiedChain,
} from '@agent-safe/pdp/analysis';

/** Everything that a small world can be asked. */
export interface Universe {
  readonly actions: readonly Action[];
  readonly targets: readonly Target[];
  readonly agents: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly longestChain: number;
  readonly times: readonly number[];
  /** The values of the parameters, for each action. Default: none. */
  readonly params?: readonly JsonObject[];
}

/** Returns every request of a universe, without any reduction: the reference for searches. */
export function everyRequest(universe: Universe, names: VerifiedChain): readonly ResolvedRequest[] {
  const callers = [undefined, ...everyCaller(universe, names.verifiesCallers)];
  return universe.actions.flatMap((action) =>
    [undefined, ...universe.targets].flatMap((target) =>
      callers.flatMap((caller) =>
        [false, true].flatMap((hasChangeTicket) =>
          universe.times.flatMap((at) =>
            (universe.params ?? [{}]).map((params) => ({
              action: action.name,
              definition: action,
              slots: toSlots(action, params),
              target,
              caller,
              verifiedChain: names.count(caller),
              effectiveRisk: effectiveRisk(action.risk_class, target?.sensitivity),
              hasChangeTicket,
              at,
            })),
          ),
        ),
      ),
    ),
  );
}

function everyCaller(universe: Universe, hasHoldings: boolean): readonly Caller[] {
  const { agents, groups, longestChain, roles } = universe;
  const holdings = subsets(roles).flatMap((some) => subsets(groups).map((more) => ({ roles: some, groups: more })));
  return agents.flatMap((agent_id) =>
    chains(agents, longestChain).flatMap((delegation_chain) =>
      holdings.flatMap((held) =>
        // A delegate holds no more than its delegators.
        everyHoldings(held, hasHoldings ? delegation_chain.length : 0, holdings).map(
          (delegators): Caller => ({
            agent_id,
            verified: true,
            ...held,
            delegation_chain,
            delegation_holdings: hasHoldings ? delegators : delegation_chain.map(() => held),
          }),
        ),
      ),
    ),
  );
}

function everyHoldings(
  held: DelegatorHolding,
  count: number,
  all: readonly DelegatorHolding[],
): readonly (readonly DelegatorHolding[])[] {
  if (count === 0) return [[]];
  const above = all.filter(
    ({ groups, roles }) =>
      held.roles.every((role) => roles.includes(role)) && held.groups.every((group) => groups.includes(group)),
  );
  return above.flatMap((one) => everyHoldings(one, count - 1, all).map((others) => [...others, one]));
}

function chains(agents: readonly string[], longest: number): readonly (readonly string[])[] {
  if (longest === 0) return [[]];
  const shorter = chains(agents, longest - 1);
  return [
    ...shorter,
    ...shorter
      .filter((chain) => chain.length === longest - 1)
      .flatMap((chain) => agents.map((agent) => [...chain, agent])),
  ];
}

function subsets(values: readonly string[]): readonly (readonly string[])[] {
  const [first, ...others] = values;
  if (first === undefined) return [[]];
  return subsets(others).flatMap((subset) => [subset, [first, ...subset]]);
}

/** Returns a function that tells whether other rules give the same answer to every request. */
export function sameAnswersAs(
  rules: readonly PreparedRule[],
  requests: readonly ResolvedRequest[],
): (others: readonly PreparedRule[]) => boolean {
  const before = requests.map((request) => answerTo(request, rules));
  return (others) => requests.every((request, place) => answerTo(request, others) === before[place]);
}

function answerTo(request: ResolvedRequest, rules: readonly PreparedRule[]): string {
  const outcome = matchRules(rules, request);
  const reported = reportedRule(outcome);
  return `${resultOf(outcome)} ${reported?.name ?? ''} ${JSON.stringify(reported?.approvals)}`;
}

/** Returns the names of the rules that decide or raise some request. */
export function effectiveRules(
  rules: readonly PolicyRule[],
  requests: readonly ResolvedRequest[],
): ReadonlySet<string> {
  const prepared = prepareRules(rules);
  const effective = new Set<string>();
  for (const request of requests) {
    const { decider, floors } = matchRules(prepared, request);
    if (decider !== undefined) effective.add(decider.name);
    if (decider?.decision === 'allow') for (const { name } of floors) effective.add(name);
  }
  return effective;
}
