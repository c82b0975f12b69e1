import type { Caller, DecisionResult, JsonObject } from '@agent-safe/core';
import { coversAction } from '../../match/delegation-scope.ts';
import { reportedRule, resultOf } from '../../match/rule-outcome.ts';
import { type Change, describeEdit, type Edit } from './edits.ts';
import { type PolicyView, type Scenario, ScenarioEvaluator } from './scenario.ts';
import type { SearchResult } from './search.ts';

/** Most other actions to try. */
const MOST_ACTIONS = 50;

/**
 * Finds other actions that the delegation covers, if it does not cover the requested one. Changes only the action and its
 * parameters.
 */
export function findOtherActions(
  view: PolicyView,
  request: { readonly action: string; readonly params: JsonObject; readonly scenario: Scenario },
  current: DecisionResult,
): SearchResult {
  const { action: asked, params, scenario } = request;
  const covered = coveredActions(view, scenario.caller, asked);
  const changes = covered.slice(0, MOST_ACTIONS).flatMap((name): readonly Change[] => {
    const action = view.actions.get(name);
    if (action === undefined) return [];
    const outcome = new ScenarioEvaluator(view, action, params, scenario).evaluate(scenario);
    if (typeof outcome !== 'object' || 'stricter' in outcome) return [];
    const result = resultOf(outcome);
    if (result === current) return [];
    const edits: readonly Edit[] = [{ field: 'action', change: 'set', from: asked, to: name }, ...outcome.repairs];
    return [
      { edits, result, policy_matched: reportedRule(outcome)?.name ?? null, text: edits.map(describeEdit).join(', ') },
    ];
  });
  return { changes, tried: Math.min(covered.length, MOST_ACTIONS), complete: covered.length <= MOST_ACTIONS };
}

/** Returns the covered actions; none if the requested action is covered, because the denial then has another cause. */
function coveredActions({ actions }: PolicyView, caller: Caller | undefined, asked: string): readonly string[] {
  if (caller === undefined || coversAction(caller, asked)) return [];
  return [...actions.keys()].filter((name) => coversAction(caller, name));
}
