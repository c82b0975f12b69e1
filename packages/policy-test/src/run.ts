import {
  type Caller,
  canonicalJson,
  compileChangeTicketPattern,
  type DelegationSettings,
  type DelegatorHolding,
  type Diagnostic,
  identifyByName,
  plain,
  type RequiredApprovals,
  type Verdict,
} from '@agent-safe/core';
import { Pdp } from '@agent-safe/pdp';
import { type ResolvedRequest, toSlots, VerifiedChain } from '@agent-safe/pdp/analysis';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { Expectation, PolicyTestCase, TestCaller } from '@agent-safe/schemas';

export interface PolicyTestOptions {
  readonly strict?: boolean;
  readonly requireVerifiedCallers?: boolean;
  /** Whether keys that verify identity tokens are configured. A bare name is then unverified, and a described caller is verified. */
  readonly verifiesCallers?: boolean | undefined;
  /** Longest delegation chain, and delegation grants. Used only with `verifiesCallers`. */
  readonly delegation?: DelegationSettings | undefined;
  readonly ticketPattern?: string | undefined;
  /** Time of cases without a timestamp, in milliseconds since 1970, UTC. */
  readonly now: number;
}

/** Result of one case. */
export interface PolicyTestResult {
  readonly name: string;
  readonly place: Pick<Diagnostic, 'file' | 'line' | 'column'>;
  readonly passed: boolean;
  readonly expected: Expectation;
  readonly actual: Required<Omit<Expectation, 'approvals'>> & Pick<Expectation, 'approvals'>;
  /** Reason of the actual answer. */
  readonly reason: string;
  /** Fields with other values than expected. */
  readonly differences: readonly (keyof Expectation)[];
}

/**
 * Runs policy tests against documents. Each case is evaluated like a check, with two exceptions: it can set the time, and a described
 * caller counts as verified.
 */
export function runPolicyTests(
  policySet: PolicySet,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): readonly PolicyTestResult[] {
  return evaluateCases(policySet, cases, options).map(({ approvals, located, verdict }) =>
    compare(located, verdict, approvals),
  );
}

/** A case and its verdict. */
export interface EvaluatedCase {
  readonly located: Located<PolicyTestCase>;
  readonly verdict: Verdict;
  /** Requirements on approvals of the rule that decided. */
  readonly approvals?: RequiredApprovals | undefined;
  /** The request as the rules matched it; undefined if it was refused before. */
  readonly resolved: ResolvedRequest | undefined;
}

/** Evaluates cases without comparing their expectations. */
export function evaluateCases(
  policySet: Pick<PolicySet, 'actions' | 'rules' | 'targets'>,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): readonly EvaluatedCase[] {
  const { actions, rules, targets } = policySet;
  const { delegation, strict = false, verifiesCallers } = options;
  const evaluator: Evaluator = {
    pdp: new Pdp({ actions, rules, targets, strict, verifiesCallers, delegation, areChecked: true }),
    names: new VerifiedChain(options),
    readChangeTicket: compileChangeTicketPattern(options.ticketPattern),
    approvals: new Map(rules.map((rule) => [rule.name, rule.approvals])),
  };
  return cases.map((located) => ({ located, ...evaluateOne(evaluator, located.document, options) }));
}

interface Evaluator {
  readonly pdp: Pdp;
  readonly names: VerifiedChain;
  readonly readChangeTicket: ReturnType<typeof compileChangeTicketPattern>;
  /** By the name of the rule. */
  readonly approvals: ReadonlyMap<string, RequiredApprovals | undefined>;
}

function evaluateOne(
  { approvals, readChangeTicket, names, pdp }: Evaluator,
  test: PolicyTestCase,
  options: PolicyTestOptions,
): Omit<EvaluatedCase, 'located'> {
  const identification = identify(test.caller, options.requireVerifiedCallers ?? false);
  const { effective_risk, risk_class, target } = pdp.resolve(test.action, test.target);
  if (!identification.ok) {
    const { code, reason } = identification;
    const verdict: Verdict = { result: 'deny', code, reason, policy_matched: null, risk_class, effective_risk };
    return { verdict, resolved: undefined };
  }
  const { caller } = identification;
  const ticket_id = readChangeTicket(test.ticket_id);
  const at = test.timestamp === undefined ? options.now : Date.parse(test.timestamp);
  const { action, params } = test;
  const evaluation = pdp.evaluate({ action, target: test.target, caller, params, ticket_id, at });
  const { action: definition, params: valid, verdict } = evaluation;
  const areRulesAsked = verdict.code === 'rule' || verdict.code === 'default_deny';
  const hasChangeTicket = ticket_id !== undefined;
  if (!areRulesAsked) return { verdict, resolved: undefined };
  const verifiedChain = names.count(caller);
  return {
    verdict,
    approvals: approvals.get(verdict.policy_matched ?? ''),
    resolved: {
      action,
      definition,
      slots: definition === undefined || valid === undefined ? undefined : toSlots(definition, valid),
      target,
      caller,
      verifiedChain,
      effectiveRisk: effective_risk,
      hasChangeTicket,
      at,
    },
  };
}

function identify(
  caller: string | TestCaller | undefined,
  requireVerified: boolean,
): ReturnType<typeof identifyByName> {
  if (typeof caller !== 'object') return identifyByName(caller, requireVerified);
  return { ok: true, caller: toCaller(caller) };
}

/** Returns the caller of a test. A delegator without roles or groups holds those of the next agent. */
function toCaller({ agent_id, delegation_chain, groups, roles }: TestCaller): Caller {
  const links = delegation_chain.map((link) => (typeof link === 'string' ? { agent_id: link } : link));
  const holdings: DelegatorHolding[] = [];
  let next: DelegatorHolding = { roles, groups };
  for (const link of links.toReversed()) {
    next = { roles: link.roles ?? next.roles, groups: link.groups ?? next.groups };
    holdings.unshift(next);
  }
  return {
    agent_id,
    verified: true,
    roles,
    groups,
    delegation_chain: links.map((link) => link.agent_id),
    delegation_holdings: holdings,
  };
}

export function compare(
  located: Located<PolicyTestCase>,
  verdict: Verdict,
  approvals?: RequiredApprovals,
): PolicyTestResult {
  const test = located.document;
  const expected: Expectation = typeof test.expect === 'string' ? { result: test.expect } : test.expect;
  const { code, effective_risk, policy_matched: rule, reason, result, risk_class } = verdict;
  const actual = { result, rule, code, risk_class, effective_risk, ...(approvals === undefined ? {} : { approvals }) };
  const differences = (Object.keys(expected) as (keyof Expectation)[]).filter((key) =>
    key === 'approvals' ? !isSame(expected.approvals, approvals) : expected[key] !== actual[key],
  );
  return {
    name: test.name,
    place: located.place(),
    passed: differences.length === 0,
    expected,
    actual,
    reason,
    differences,
  };
}

/** Whether two requirements are the same, in any order of names. */
function isSame(left: RequiredApprovals | undefined, right: RequiredApprovals | undefined): boolean {
  const [one, other] = [left, right].map((each) =>
    canonicalJson(plain({ ...each, roles: each?.roles?.toSorted() ?? [], groups: each?.groups?.toSorted() ?? [] })),
  );
  return one === other;
}
