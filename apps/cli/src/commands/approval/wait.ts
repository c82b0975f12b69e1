import type { ApprovalRequest, ApprovalStatus } from '@agent-safe/core';
import type { ApprovalResult } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { untilSignal } from '../../command/until-signal.ts';
import { APPROVAL_OPTIONS, report, withApprovals } from '../../options/approval-options.ts';
import { readDuration } from '../../options/duration.ts';
import type { ApprovalServices } from '../../remote/approvals.ts';
import { describeOutcome, describeSubject, STATUS_COLORS } from '../../render/approval-text.ts';
import { paint, printable, printJson } from '../../render/style.ts';

const EXITS: Readonly<Record<ApprovalStatus, ExitCode>> = {
  pending: EXIT.requireApproval,
  approved: EXIT.allow,
  denied: EXIT.deny,
  expired: EXIT.deny,
  cancelled: EXIT.deny,
};

export const command = defineCommand({
  name: 'approval wait',
  summary: 'Wait until a request is approved, denied, expired or canceled',
  positionals: '<request id>',
  arity: [1, 1],
  options: {
    timeout: {
      type: 'string',
      value: 'TIME',
      summary: 'Longest wait: 900, 15m, 1h. Default: until the request expires',
    },
    ...APPROVAL_OPTIONS,
  },
  examples: ['agent-safe approval wait apr-3f0c1d2e-…', 'agent-safe approval wait apr-3f0c1d2e-… --timeout 15m --json'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const seconds = readDuration(values.timeout, '--timeout');
    const timeout = seconds === undefined ? undefined : seconds * 1_000;
    const result = await untilSignal((signal) =>
      withApprovals({ clock, cwd, output, values }, async ({ approvals }) => {
        const found = await approvals.get(id);
        if (!found.ok) return found;
        output.err(`Waiting for ${printable(id)}. Ctrl-C ends the wait, and the request stays open.\n`);
        return waitFor(id, approvals, { signal, timeout });
      }),
    );
    if (result === undefined) {
      output.err('Interrupted. The request stays open.\n');
      return EXIT.requireApproval;
    }
    // After a timeout the request is still pending, which is no refusal.
    const isTimeout = !result.ok && result.code === 'wait_timeout';
    if (result.request === undefined || !(result.ok || isTimeout)) {
      return report(output, values.json === true, result, () => undefined);
    }
    const { request } = result;
    if (values.json) printJson(output, { result: request.status, request });
    else print(output, request);
    return EXITS[request.status];
  },
});

type Approvals = ApprovalServices['approvals'];
type WaitOptions = Parameters<Approvals['wait']>[1];

/** @returns undefined if a signal ended the wait */
async function waitFor(id: string, approvals: Approvals, options: WaitOptions): Promise<ApprovalResult | undefined> {
  try {
    return await approvals.wait(id, options);
  } catch (error) {
    if (options?.signal?.aborted !== true) throw error;
    return undefined;
  }
}

function print(output: Output, request: ApprovalRequest): void {
  const { status } = request;
  const title = paint(output, ['bold', STATUS_COLORS[status]], status.toUpperCase());
  const outcome = status === 'pending' ? '' : `: ${describeOutcome(request)}`;
  output.out(`${title} — ${printable(`${describeSubject(request)}${outcome}`)}\n`);
}
