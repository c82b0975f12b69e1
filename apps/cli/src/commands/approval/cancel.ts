import { defineCommand, UsageError } from '../../command/command.ts';
import { APPROVAL_OPTIONS, report, withApprovals } from '../../options/approval-options.ts';
import { readSecret } from '../../options/text-or-file.ts';
import { describeSubject } from '../../render/approval-text.ts';
import { paint, printable } from '../../render/style.ts';
import { readReason } from './answer.ts';

export const command = defineCommand({
  name: 'approval cancel',
  summary: 'Take a request back, as the one that asked',
  positionals: '<request id> --caller TOKEN | --secret SECRET --reason TEXT',
  arity: [1, 1],
  options: {
    caller: { type: 'string', value: 'TOKEN', summary: 'The identity token of the one that asked, or @file' },
    secret: {
      type: 'string',
      value: 'SECRET',
      summary:
        'What was given with the request, where no token proves who asked, or @file; or AGENT_SAFE_REQUEST_SECRET',
    },
    reason: { type: 'string', value: 'TEXT', summary: 'What others should know of it; it is recorded' },
    ...APPROVAL_OPTIONS,
  },
  examples: ['agent-safe approval cancel apr-3f0c1d2e-… --caller "$TOKEN" --reason "No longer needed"'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const caller = readSecret(values.caller, '--caller', cwd);
    const fromEnvironment = caller === undefined ? process.env.AGENT_SAFE_REQUEST_SECRET : undefined;
    const secret = readSecret(values.secret, '--secret', cwd, fromEnvironment);
    if ((caller === undefined) === (secret === undefined)) {
      throw new UsageError(
        'Prove that the request is yours, by one of the two: --caller TOKEN, or the --secret that came with it.',
      );
    }
    const cancellation = { caller, secret, reason: readReason(values.reason) };
    const result = await withApprovals({ clock, cwd, output, values }, ({ approvals }) =>
      approvals.cancel(id, cancellation),
    );
    return report(output, values.json === true, result, (request) => {
      output.out(`${paint(output, 'bold', 'CANCELLED')} — ${printable(describeSubject(request))}\n`);
    });
  },
});
