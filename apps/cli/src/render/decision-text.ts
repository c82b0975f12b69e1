import type { Decision, DecisionResult, RiskClass } from '@agent-safe/core';
import type { ApprovalResult, Explanation } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { table } from './columns.ts';
import { toLimitDocument } from './limit-json.ts';
import { paint, printable } from './style.ts';

const TITLES: Readonly<
  Record<DecisionResult, { readonly text: string; readonly color: 'green' | 'red' | 'yellow'; readonly exit: ExitCode }>
> = {
  allow: { text: 'ALLOW', color: 'green', exit: EXIT.allow },
  deny: { text: 'DENY', color: 'red', exit: EXIT.deny },
  require_approval: { text: 'REQUIRE_APPROVAL', color: 'yellow', exit: EXIT.requireApproval },
};

/** A decision, or a preview of one, which is not recorded. */
export type Shown = Omit<Decision, 'audit_id'> & Partial<Pick<Decision, 'audit_id'>>;

/** A decision, and the end of the wait for its approval. */
export interface Outcome {
  readonly decision: Shown;
  /** End of the approval request, if no ticket will be issued. */
  readonly ended?: ApprovalResult;
  /** Description of that end, shown to the user. */
  readonly end?: string;
}

/** Returns the exit code. For a plan, the strictest answer determines it. */
export function exitCode(outcomes: readonly Outcome[]): ExitCode {
  const results = new Set(outcomes.map(resultOf));
  const strictest = (['deny', 'require_approval', 'allow'] as const).find((result) => results.has(result));
  return TITLES[strictest ?? 'allow'].exit;
}

function resultOf({ decision, ended }: Outcome): DecisionResult {
  return ended === undefined ? decision.result : 'deny';
}

/**
 * Returns an outcome as JSON: the decision as it was recorded, and its explanation. If the wait for an approval ended without one,
 * `result`, `code` and `reason` say so: no ticket will be issued.
 */
export function toDocument(outcome: Outcome, explanation: Explanation | undefined): object {
  const { decision, end, ended } = outcome;
  const document = { ...decision, ...describeEnd(outcome) };
  if (ended !== undefined) Object.assign(document, { reason: end ?? decision.reason, approval: ended });
  if (explanation === undefined) return document;
  // The decision already has the members of the verdict.
  const { changes, limit, verdict: _, ...rest } = explanation;
  const shown = changes.map((change) => ({ ...change, limit: toLimitDocument(change.limit) }));
  return { ...document, explanation: { ...rest, changes: shown, limit: toLimitDocument(limit) } };
}

/** The end of a wait has its own code: a rule or a limit required the approval, and approvers did not give it. */
function describeEnd({ ended }: Outcome): { readonly result?: DecisionResult; readonly code?: string } {
  if (ended === undefined) return {};
  return { result: 'deny', code: ended.ok ? `approval_${ended.request.status}` : ended.code };
}

/** @param afterEach called after each decision, with its index */
export function printDecisions(
  output: Output,
  outcomes: readonly Outcome[],
  isPlan: boolean,
  afterEach: (index: number) => void = () => {},
): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (isPlan) output.out(`${index === 0 ? '' : '\n'}Step ${index + 1} of ${outcomes.length}\n`);
    printDecision(output, outcome);
    afterEach(index);
  }
  printHowToApprove(output, outcomes, isPlan);
  if (isPlan) {
    const count = (result: DecisionResult) => outcomes.filter((outcome) => resultOf(outcome) === result).length;
    output.out(`\n${count('allow')} allowed, ${count('require_approval')} need approval, ${count('deny')} denied\n`);
  }
}

function printDecision(output: Output, outcome: Outcome): void {
  const { decision, end } = outcome;
  const title = TITLES[resultOf(outcome)];
  output.out(`${paint(output, ['bold', title.color], title.text)} — ${printable(end ?? decision.reason)}\n`);
  output.out(table(describe(decision)));
}

/** Returns the answer in one line: the result, the reason and the id of the approval request. */
export function summarize(outcome: Outcome): string {
  const { decision, end } = outcome;
  const { request_id } = decision;
  const request = request_id === undefined ? '' : ` (request ${request_id})`;
  return printable(`${TITLES[resultOf(outcome)].text} — ${end ?? decision.reason}${request}`);
}

function describe(decision: Shown): readonly (readonly string[])[] {
  const { code, policy_matched, request_id, request_secret, ticket, ticket_id } = decision;
  const version = decision.action_version === null ? '' : ` ${decision.action_version}`;
  const from = decision.chain === undefined ? '' : `, delegated by ${decision.chain.join(' → ')}`;
  const caller =
    decision.caller === null ? 'none' : `${decision.caller}${decision.caller_verified ? from : ' (not verified)'}`;
  const escalated = decision.escalated_from === undefined ? '' : ` (the policy alone: ${decision.escalated_from})`;
  return [
    ['action', `${decision.action}${version}`],
    ['target', decision.target ?? 'none'],
    ['caller', caller],
    ['risk', `${decision.effective_risk} (the action alone: ${decision.risk_class})`],
    ...describeScore(decision),
    ...(policy_matched === null ? [] : [['rule', policy_matched]]),
    ...(code === 'rule' ? [] : [['code', `${code}${escalated}`]]),
    ['audit', decision.audit_id === '' ? 'none: no server decided' : (decision.audit_id ?? 'none: this is a preview')],
    ...(ticket_id === undefined ? [] : [['change', ticket_id]]),
    ...(request_id === undefined ? [] : [['request', request_id]]),
    ...(request_secret === undefined ? [] : [['secret', request_secret]]),
    ...(ticket === undefined
      ? []
      : [
          ['until', ticket.expires_at],
          ['ticket', ticket.token],
        ]),
  ];
}

/** Descriptions of the classes of a score. The thresholds set the class: see "agent-safe risk show". */
const SCORES: Readonly<Record<RiskClass, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high: allowed requests need an approval',
  critical: 'critical: all requests are denied',
};

function describeScore({ cumulative_risk_class, cumulative_risk_score }: Shown): readonly (readonly string[])[] {
  if (cumulative_risk_score === undefined || cumulative_risk_class === undefined) return [];
  return [['score', `${cumulative_risk_score} (recent risk of the caller: ${SCORES[cumulative_risk_class]})`]];
}

function printHowToApprove(output: Output, outcomes: readonly Outcome[], isPlan: boolean): void {
  const waiting = outcomes
    .filter((outcome) => resultOf(outcome) === 'require_approval')
    .map(({ decision }) => decision);
  const first = waiting.find(({ request_id }) => request_id !== undefined);
  if (first?.request_id === undefined) return;
  const id = isPlan ? 'REQUEST' : printable(first.request_id);
  const proof = first.caller_verified ? '' : ' with --request-secret SECRET';
  const then = isPlan ? 'a check of that step alone' : 'the same check';
  const wait = isPlan ? '' : '; --wait waits for the answer';
  const next =
    first.rollback_of === undefined
      ? `Then ${then}${proof} gets the ticket${wait}.`
      : `Then the same command${proof} continues.`;
  output.out(`An approver answers: agent-safe approval approve ${id} --as "$APPROVER" --reason "…"\n${next}\n`);
  // Only the check that opened the request showed its secret.
  if (!first.caller_verified && first.request_secret === undefined) output.out(`${describeLostSecret(id)}\n`);
}

/** Says how to continue without the secret of a request. */
function describeLostSecret(requestId: string): string {
  const answer = (verb: string) => `agent-safe approval ${verb} ${requestId} --as "$APPROVER" --reason "…"`;
  return `An earlier check opened this request and showed its secret. If the secret is lost, an approver denies the request (${answer('deny')}) and lifts the denial (${answer('reopen')}). Then the same command opens a new request. A check with an identity token needs no secret.`;
}

/** Prints how to use the secrets of approval requests. A lost secret cannot be shown again. */
export function tellSecrets(output: Output, decisions: readonly Shown[]): void {
  if (decisions.every(({ request_secret }) => request_secret === undefined)) return;
  output.err(
    'The caller has no token, so only the secret gets the ticket. The secret is shown once. Store it, and give it to the same check: --request-secret, or AGENT_SAFE_REQUEST_SECRET.\n',
  );
}
