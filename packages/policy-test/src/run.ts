import { type Caller, compileTicketId, identifyByName, type Problem, type Verdict } from '@agent-safe/core';
import { Pdp } from '@agent-safe/pdp';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { Expectation, PolicyTestCase, TestCaller } from '@agent-safe/schemas';

export interface PolicyTestOptions {
  readonly strict?: boolean;
  readonly requireVerifiedCallers?: boolean;
  readonly ticketPattern?: string | undefined;
  /** The time of cases that give none, in milliseconds since 1970, UTC. */
  readonly now: number;
}

/** What became of one case. */
export interface PolicyTestResult {
  readonly name: string;
  readonly place: Pick<Problem, 'file' | 'line' | 'column'>;
  readonly passed: boolean;
  readonly expected: Expectation;
  readonly actual: Required<Expectation>;
  /** Why the answer was what it was. */
  readonly reason: string;
  /** The fields that differ. */
  readonly differences: readonly (keyof Expectation)[];
}

/**
 * Runs policy tests against the documents that decide. Each case is judged as a check would judge it, except that it may
 * choose its time, and that a caller with roles counts as verified.
 */
export function runPolicyTests(
  policySet: PolicySet,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): readonly PolicyTestResult[] {
  const { actions, rules, targets } = policySet;
  const pdp = new Pdp({ actions, rules, targets, strict: options.strict ?? false });
  const countTicketId = compileTicketId(options.ticketPattern);
  return cases.map((located) => {
    const ticketId = countTicketId(located.document.ticket_id);
    return compare(located, judge(pdp, located.document, ticketId, options));
  });
}

function judge(pdp: Pdp, test: PolicyTestCase, ticketId: string | undefined, options: PolicyTestOptions): Verdict {
  const identification = identify(test.caller, options.requireVerifiedCallers ?? false);
  if ('code' in identification) {
    const { effective_risk, risk_class } = pdp.resolve(test.action, test.target);
    const { code, reason } = identification;
    return { result: 'deny', code, reason, policy_matched: null, risk_class, effective_risk };
  }
  return pdp.decide({
    action: test.action,
    target: test.target,
    caller: identification.caller,
    params: test.params,
    ticket_id: ticketId,
    at: test.timestamp === undefined ? options.now : Date.parse(test.timestamp),
  });
}

function identify(
  caller: string | TestCaller | undefined,
  requireVerified: boolean,
): ReturnType<typeof identifyByName> {
  if (typeof caller !== 'object') return identifyByName(caller, requireVerified);
  const { agent_id, delegation_chain, groups, roles } = caller;
  const chain = delegation_chain.map((link) => (typeof link === 'string' ? link : link.agent_id));
  return { caller: { agent_id, verified: true, roles, groups, delegation_chain: chain } satisfies Caller };
}

function compare(located: Located<PolicyTestCase>, verdict: Verdict): PolicyTestResult {
  const test = located.document;
  const expected: Expectation = typeof test.expect === 'string' ? { result: test.expect } : test.expect;
  const { code, effective_risk, policy_matched: rule, reason, result, risk_class } = verdict;
  const actual = { result, rule, code, risk_class, effective_risk };
  const differences = (Object.keys(expected) as (keyof Expectation)[]).filter((key) => expected[key] !== actual[key]);
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
