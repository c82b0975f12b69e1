import type { ApprovalRequest } from '@agent-safe/core';
import { defineCommand, type Options, type Output, UsageError } from '../../command/command.ts';
import { APPROVAL_OPTIONS, report, withApprovals } from '../../options/approval-options.ts';
import { countApprovals, describeRequirement, describeSubject } from '../../render/approval-text.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { paint, printable } from '../../render/style.ts';

const ANSWER_OPTIONS = {
  as: {
    type: 'string',
    value: 'TOKEN',
    summary: 'Identity token of the approver',
    token: { variable: 'AGENT_SAFE_APPROVER' },
  },
  reason: { type: 'string', value: 'TEXT', summary: 'Reason, one line for the audit log' },
  ...APPROVAL_OPTIONS,
} as const satisfies Options;

/** The answer that each command gives. */
const ANSWERS = { approve: 'approve', deny: 'deny', reopen: 'reopen', withdraw: 'retract' } as const;

/** Defines a command with which an approver answers a request. */
export function defineAnswer(verb: keyof typeof ANSWERS, summary: string, reason: string) {
  return defineCommand({
    name: `approval ${verb}`,
    summary,
    positionals: '<request id> --as TOKEN --reason TEXT',
    arity: [1, 1],
    options: ANSWER_OPTIONS,
    examples: [
      `agent-safe approval ${verb} apr-3f0c1d2e-… --as "$APPROVER" --reason "${reason}"`,
      `agent-safe approval ${verb} apr-3f0c1d2e-… --as @approver.token --reason "${reason}"`,
    ],
    async run({ clock, cwd, output, positionals: [id = ''], values }) {
      const approver = values.as;
      if (approver === undefined || approver === '') {
        const how = 'APPROVER=$(agent-safe identity create --agent NAME --role approver)';
        throw new UsageError(
          `The approver is missing. Give an identity token: --as "$APPROVER", or AGENT_SAFE_APPROVER in the environment. To issue one: ${how}.`,
        );
      }
      const answer = { decision: ANSWERS[verb], approver, reason: readReason(values.reason) } as const;
      const result = await withApprovals({ clock, cwd, output, values }, ({ approvals }) =>
        approvals.resolve(id, answer),
      );
      const explained = explainNotToken(result, '--as', approver, 'approver');
      return report(output, values.json === true, explained, (request) => print(output, request, verb));
    },
  });
}

/** @throws UsageError if there is none */
export function readReason(given: string | undefined): string {
  if (given !== undefined) return given;
  throw new UsageError('The reason is missing. Give it for the record: --reason TEXT.');
}

function print(output: Output, request: ApprovalRequest, verb: keyof typeof ANSWERS): void {
  const { expires_at, required, status } = request;
  const what = printable(describeSubject(request));
  if (verb === 'reopen') {
    output.out(`${paint(output, ['bold', 'green'], 'REOPENED')} — ${what}. The same check opens a new request.\n`);
    return;
  }
  if (verb === 'withdraw' && status === 'pending') {
    const left = printable(`${countApprovals(request)} left. Required: ${describeRequirement(required)}`);
    output.out(`${paint(output, ['bold', 'yellow'], 'WITHDRAWN')} — ${what}: ${left}.\n`);
    return;
  }
  if (status === 'denied') {
    output.out(`${paint(output, ['bold', 'red'], 'DENIED')} — ${what}. No ticket is issued.\n`);
    return;
  }
  if (status === 'approved') {
    const then = `The requester gets one ticket by repeating the check before ${expires_at}`;
    output.out(`${paint(output, ['bold', 'green'], 'APPROVED')} — ${what}. ${then}.\n`);
    return;
  }
  const takes = printable(`${countApprovals(request)} so far. Required: ${describeRequirement(required)}`);
  output.out(`${paint(output, ['bold', 'yellow'], 'NOTED')} — ${what}: ${takes}.\n`);
}
