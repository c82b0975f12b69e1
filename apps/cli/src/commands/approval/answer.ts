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

/** Defines the command that approves or denies a request. */
export function defineAnswer(verb: 'approve' | 'deny', summary: string, reason: string) {
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
      const answer = { decision: verb, approver, reason: readReason(values.reason) } as const;
      const result = await withApprovals({ clock, cwd, output, values }, ({ approvals }) =>
        approvals.resolve(id, answer),
      );
      const explained = explainNotToken(result, '--as', approver, 'approver');
      return report(output, values.json === true, explained, (request) => print(output, request));
    },
  });
}

/** @throws UsageError if there is none */
export function readReason(given: string | undefined): string {
  if (given !== undefined) return given;
  throw new UsageError('The reason is missing. Give it for the record: --reason TEXT.');
}

function print(output: Output, request: ApprovalRequest): void {
  const { expires_at, required, status } = request;
  const what = printable(describeSubject(request));
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
