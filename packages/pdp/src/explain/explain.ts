import {
  type Caller,
  closestMatch,
  type DecisionResult,
  type PolicyRule,
  type RequiredApprovals,
  type Verdict,
} from '@agent-safe/core';
import type { DecideRequest } from '../compile/request.ts';
import type { Evaluation } from '../match/evaluation.ts';
import { toSlots } from '../match/judge.ts';
import { matchRule } from '../match/match-rules.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import type { ConditionResult } from './condition-result.ts';
import { explainConditions } from './conditions.ts';
import { asVerified, tokenEdit } from './counterfactual/caller-edits.ts';
import type { Edit } from './counterfactual/edits.ts';
import { findOtherActions } from './counterfactual/other-actions.ts';
import { readParams } from './counterfactual/repair.ts';
import { type PolicyView, ScenarioEvaluator } from './counterfactual/scenario.ts';
import { ChangeSearch, mergeResults, type SearchResult } from './counterfactual/search.ts';

/** A rule with its conditions and its outcome. */
export interface RuleExplanation {
  readonly rule: string;
  readonly priority: number;
  readonly decision: DecisionResult;
  /**
   * `floor`: an approval rule that matches, as far as the caller's proof shows. It turns a later allow into require_approval.
   * `hidden`: the rule matches too, but the deciding rule is tried before it.
   */
  readonly outcome: 'fails' | 'floor' | 'decides' | 'hidden';
  readonly conditions: readonly ConditionResult[];
  /** Set if the rule is a guardrail, which is tried before rules of any priority. */
  readonly overrides?: true;
  /** Requirements of the rule on approvals, beside the settings. */
  readonly approvals?: RequiredApprovals;
}

/** The verdict, the rules that led to it, and the changes that would alter it. Contains no value of a sensitive parameter. */
export interface Explanation extends SearchResult {
  readonly verdict: Verdict;
  /**
   * The rules in evaluation order: all up to the deciding one, then those that it hides. Empty if the request was refused before the
   * rules.
   */
  readonly rules: readonly RuleExplanation[];
  /** Names of the rules that the deciding rule hides. */
  readonly hides: readonly string[];
}

const NOTHING_FOUND: SearchResult = { changes: [], tried: 0, complete: true };

/** Explains an evaluation. @param request a copy; undefined if the request is malformed */
export function explainEvaluation(
  view: PolicyView,
  request: DecideRequest | undefined,
  evaluation: Evaluation,
  hasChangeTicket: boolean,
): Explanation {
  const { verdict } = evaluation;
  // The request is malformed: no change helps.
  if (request === undefined) return { verdict, rules: [], hides: [], ...NOTHING_FOUND };
  const rules = explainRules(view, request, evaluation, hasChangeTicket);
  const hides = rules.filter(({ outcome }) => outcome === 'hidden').map(({ rule }) => rule);
  return { verdict, rules, hides, ...findChanges(view, request, evaluation, hasChangeTicket) };
}

function explainRules(
  view: PolicyView,
  request: DecideRequest,
  { action: definition, caller, params, target, verdict }: Evaluation,
  hasChangeTicket: boolean,
): readonly RuleExplanation[] {
  if (verdict.code !== 'rule' && verdict.code !== 'default_deny') return [];
  const resolved: ResolvedRequest = {
    action: request.action,
    definition,
    slots: definition === undefined || params === undefined ? undefined : toSlots(definition, params),
    mask: view.mask,
    target,
    caller,
    verifiedChain: view.names.count(caller),
    effectiveRisk: verdict.effective_risk,
    hasChangeTicket,
    at: request.at,
  };
  const explained: RuleExplanation[] = [];
  let isDecided = false;
  for (const prepared of view.rules) {
    const { rule } = prepared;
    const conditions = explainConditions(prepared, resolved);
    const effect = matchRule(prepared, resolved);
    if (isDecided && effect === 'fails') continue;
    const outcome = isDecided ? 'hidden' : effect;
    isDecided ||= effect === 'decides';
    explained.push({ ...describeRule(rule), outcome, conditions });
  }
  return explained;
}

function describeRule({
  approvals,
  decision,
  name,
  overrides,
  priority,
}: PolicyRule): Omit<RuleExplanation, 'outcome' | 'conditions'> {
  return {
    rule: name,
    priority,
    decision,
    ...(overrides === true ? { overrides } : {}),
    ...(approvals === undefined ? {} : { approvals }),
  };
}

function findChanges(
  view: PolicyView,
  request: DecideRequest,
  evaluation: Evaluation,
  hasChangeTicket: boolean,
): SearchResult {
  const { code, result } = evaluation.verdict;
  // The request is malformed, or the caller is a forged token: no change helps.
  if (code === 'request_invalid' || code === 'caller_invalid') return NOTHING_FOUND;
  const edits: Edit[] = [];
  const name = view.actions.has(request.action) ? request.action : closestMatch(request.action, view.actions.keys());
  const action = view.actions.get(name ?? '');
  if (action === undefined) return NOTHING_FOUND;
  if (name !== request.action)
    edits.push({ field: 'action', change: 'set', from: request.action, to: action.action.name });
  let { caller } = evaluation;
  if (code === 'caller_unverified') {
    const given = readUnverified(request.caller);
    edits.push(tokenEdit(given?.agent_id));
    caller = asVerified(given);
  }
  const scenario = { target: request.target ?? undefined, caller, hasChangeTicket, at: request.at };
  const params = readParams(request.params);
  if (params === undefined) return { ...NOTHING_FOUND, complete: false };
  const evaluator = new ScenarioEvaluator(view, action, params, scenario);
  const found = new ChangeSearch(view, evaluator, result, edits).run(scenario);
  if (code !== 'delegation_scope') return found;
  return mergeResults(found, findOtherActions(view, { action: request.action, params, scenario }, result));
}

/** Returns the caller that was refused as unverified. */
function readUnverified(caller: DecideRequest['caller']): Caller | undefined {
  if (typeof caller !== 'string') return caller ?? undefined;
  return asVerified(undefined, caller);
}
