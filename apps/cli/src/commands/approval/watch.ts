import type { ApprovalRequest } from '@agent-safe/core';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { stopOnEnd } from '../../command/until-signal.ts';
import { APPROVAL_OPTIONS, withApprovals } from '../../options/approval-options.ts';
import {
  describeCaller,
  describeExpiry,
  describeOutcome,
  describeSubject,
  STATUS_COLORS,
} from '../../render/approval-text.ts';
import { paint, printable, printJsonLine } from '../../render/style.ts';

export const command = defineCommand({
  name: 'approval watch',
  summary: 'Show pending requests as they arrive, and how each ends, until Ctrl-C',
  positionals: '',
  arity: [0, 0],
  options: APPROVAL_OPTIONS,
  examples: ['agent-safe approval watch', 'agent-safe approval watch --json'],
  async run({ clock, cwd, output, values }) {
    const stop = new AbortController();
    stopOnEnd(stop);
    await withApprovals({ clock, cwd, output, values }, async ({ approvals }) => {
      if (!values.json) output.err('Watching for requests. Ctrl-C ends it.\n');
      for await (const request of approvals.watch(stop.signal)) {
        // One line for each request, so that a reader can process them one by one.
        if (values.json) printJsonLine(output, request);
        else print(output, request, clock());
      }
    });
    return EXIT.allow;
  },
});

function print(output: Output, request: ApprovalRequest, now: number): void {
  const { created_at, effective_risk, request_id, resolutions, status } = request;
  const at = `${(resolutions.at(-1)?.at ?? created_at).slice(0, 19)}Z`;
  const title = paint(output, ['bold', STATUS_COLORS[status]], status.toUpperCase().padEnd(9));
  const who = `${effective_risk}, requested by ${describeCaller(request)}`;
  output.out(`${at} ${title} ${printable(`${request_id} ${describeSubject(request)}, ${who}`)}\n`);
  const more = [
    ...(resolutions.length === 0 ? [] : [describeOutcome(request)]),
    ...(status === 'pending' ? [`until ${describeExpiry(request, now)}`] : []),
  ];
  for (const line of more) output.out(`${' '.repeat(21)}${paint(output, 'dim', printable(line))}\n`);
}
