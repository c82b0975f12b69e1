import { defineCommand, UsageError } from '../../command/command.ts';
import { readVariable } from '../../command/token-input.ts';
import { APPROVAL_OPTIONS, report, withApprovals } from '../../options/approval-options.ts';
import { describeSubject } from '../../render/approval-text.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { paint, printable } from '../../render/style.ts';
import { readReason } from './answer.ts';

export const command = defineCommand({
  name: 'approval cancel',
  summary: 'Cancel your own request',
  positionals: '<request id> --caller TOKEN | --secret SECRET --reason TEXT',
  arity: [1, 1],
  options: {
    caller: { type: 'string', value: 'TOKEN', summary: 'Identity token of the requester', token: {} },
    secret: {
      type: 'string',
      value: 'SECRET',
      summary: 'Secret of the request, if no token verified the caller',
      token: { isSecret: true },
    },
    reason: { type: 'string', value: 'TEXT', summary: 'Reason, one line for the audit log' },
    ...APPROVAL_OPTIONS,
  },
  examples: ['agent-safe approval cancel apr-3f0c1d2e-… --caller "$TOKEN" --reason "No longer needed"'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const { caller, secret } = readProof(values.caller || undefined, values.secret || undefined);
    if ((caller === undefined) === (secret === undefined)) {
      throw new UsageError(
        'The proof is missing. Give the token of the requester (--caller TOKEN) or the secret of the request (--secret SECRET).',
      );
    }
    const cancellation = { caller, secret, reason: readReason(values.reason) };
    const result = await withApprovals({ clock, cwd, output, values }, ({ approvals }) =>
      approvals.cancel(id, cancellation),
    );
    const explained = caller === undefined ? result : explainNotToken(result, '--caller', caller, 'identity');
    return report(output, values.json === true, explained, (request) => {
      output.out(`${paint(output, 'bold', 'CANCELLED')} — ${printable(describeSubject(request))}\n`);
    });
  },
});

/** An option replaces both variables: one proof is enough, and two of them could disagree. */
function readProof(caller: string | undefined, secret: string | undefined) {
  if (caller !== undefined || secret !== undefined) return { caller, secret };
  const token = readVariable('AGENT_SAFE_CALLER_TOKEN');
  return { caller: token, secret: token === undefined ? readVariable('AGENT_SAFE_REQUEST_SECRET') : undefined };
}
