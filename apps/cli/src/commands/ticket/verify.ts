import type { TicketResult } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readParams } from '../../options/params.ts';
import { TICKET_ARGUMENT } from '../../options/request-options.ts';
import { KEY_SET_OPTIONS } from '../../options/signing-key.ts';
import { AUDIENCE_OPTIONS, openProjectServicesFrom, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { table } from '../../render/columns.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'ticket verify',
  summary: 'Verify an execution ticket. The ticket stays unused',
  positionals: '<ticket>',
  arity: [0, 1],
  tokenArgument: TICKET_ARGUMENT,
  options: {
    action: { type: 'string', value: 'NAME', summary: 'Action that the ticket must authorize' },
    target: { type: 'string', value: 'ID', summary: 'Target that the ticket must authorize' },
    params: { type: 'string', value: 'JSON', summary: 'Parameters that the ticket must authorize: JSON or @FILE' },
    ...AUDIENCE_OPTIONS,
    ...KEY_SET_OPTIONS,
    ...TOKEN_OPTIONS,
  },
  examples: [
    'agent-safe ticket verify "$TICKET" --action restart-deployment --target dev/test-app',
    'agent-safe ticket verify "$TICKET" --jwks jwks.json --no-config',
  ],
  async run({ clock, cwd, output, positionals: [token = ''], values }) {
    const { action, target } = values;
    const params = readParams(values.params, cwd);
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    const expected = { action, target, params };
    const answer = await opened.tokenService.verifyTicket(token, expected, opened.nonces);
    const result = explainNotToken(answer, 'The ticket', token, 'ticket');
    await opened.close();
    const { ok: valid, ...members } = result;
    // Scripts read `valid`, as in Agent-Safe 0.11.
    if (values.json) printJson(output, { valid, ...members });
    else printResult(output, result);
    if (result.ok && opened.settings.state === undefined) {
      output.err('There is no state here, so a revoked or used ticket cannot be detected.\n');
    }
    return result.ok ? EXIT.allow : EXIT.deny;
  },
});

function printResult(output: Output, result: TicketResult): void {
  if (!result.ok) {
    const rows = [['code', result.code], ...(result.ticket === undefined ? [] : [['audit', result.ticket.audit_id]])];
    output.out(`${paint(output, ['bold', 'red'], 'INVALID')} — ${printable(result.reason)}\n`);
    output.out(table(rows));
    return;
  }
  const { action, audit_id, caller, caller_verified, chain, digest, expires_at, nonce, params, scope, target } =
    result.ticket;
  const from = chain.map(({ agent_id }) => agent_id).join(' → ');
  const who = caller === null ? 'none' : `${caller}${caller_verified ? '' : ' (not verified)'}`;
  const rows = [
    ['target', target ?? 'none'],
    ['scope', scope === null ? 'none' : JSON.stringify(scope)],
    ['params', JSON.stringify(params)],
    ['caller', from === '' ? who : `${who}, delegated by ${from}`],
    ['audit', audit_id],
    ['nonce', nonce],
    ['expires', expires_at],
  ];
  output.out(`${paint(output, ['bold', 'green'], 'VALID')} — the ticket authorizes ${printable(action)}, once\n`);
  output.out(table(rows));
  if (digest === null) {
    output.out(
      '  Agent-Safe 0.11 issued the ticket. It is bound to no scope and no definition, so no runner accepts it here.\n',
    );
  }
}
