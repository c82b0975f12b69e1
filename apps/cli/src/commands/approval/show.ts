import type { ApprovalRequest } from '@agent-safe/core';
import { defineCommand, type Output } from '../../command/command.ts';
import { APPROVAL_OPTIONS, report, withApprovals } from '../../options/approval-options.ts';
import {
  answerCommand,
  countApprovals,
  describeCaller,
  describeExpiry,
  describeRequirement,
  describeResolution,
  describeSubject,
  isOpen,
  STATUS_COLORS,
} from '../../render/approval-text.ts';
import { table } from '../../render/columns.ts';
import { paint, printable } from '../../render/style.ts';

export const command = defineCommand({
  name: 'approval show',
  summary: 'Show a request and its answers so far',
  positionals: '<request id>',
  arity: [1, 1],
  options: APPROVAL_OPTIONS,
  examples: ['agent-safe approval show apr-3f0c1d2e-…'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const result = await withApprovals({ clock, cwd, output, values }, ({ approvals }) => approvals.get(id));
    return report(output, values.json === true, result, (request) => print(output, request, clock()));
  },
});

function print(output: Output, request: ApprovalRequest, now: number): void {
  const { request_id, status } = request;
  const title = paint(output, ['bold', STATUS_COLORS[status]], status.toUpperCase());
  output.out(`${title} — ${printable(describeSubject(request))}\n`);
  output.out(table(describe(request, now)));
  if (status !== 'pending') return;
  output.out(`An approver answers with its own token:\n`);
  for (const verb of ['approve', 'deny'] as const) output.out(`  ${printable(answerCommand(verb, request_id))}\n`);
}

function describe(request: ApprovalRequest, now: number): readonly (readonly string[])[] {
  const { claimed_by_audit_id, params, policy_matched, required, resolutions, rollback_of, ticket_id } = request;
  return [
    ['request', request.request_id],
    ['caller', describeCaller(request)],
    ['risk', `${request.effective_risk} (the action alone: ${request.risk_class})`],
    ...label(
      'params',
      Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    ),
    ['why', request.reason],
    ...(policy_matched === null ? [] : [['rule', policy_matched]]),
    ...(ticket_id === null ? [] : [['change', ticket_id]]),
    ...(rollback_of === undefined ? [] : [['rollback', `of the execution that ${rollback_of} allowed`]]),
    ['audit', request.audit_id],
    ['digest', request.digest],
    ['created', request.created_at],
    ...(isOpen(request) ? [['until', describeExpiry(request, now)]] : []),
    ['needs', `${describeRequirement(required)}; ${countApprovals(request)} of ${required.quorum} so far`],
    ...label(
      'answers',
      resolutions.map((each) => `${each.at} ${describeResolution(each)}`),
    ),
    ...(claimed_by_audit_id === null
      ? []
      : [['used', `by the decision ${claimed_by_audit_id}, which issued the ticket`]]),
  ];
}

/** Labels the first line. */
function label(name: string, lines: readonly string[]): readonly (readonly string[])[] {
  return lines.map((line, index) => [index === 0 ? name : '', line]);
}
