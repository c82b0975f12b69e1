import type { ApiKeyIssued } from '@agent-safe/accounts';
import type { Output } from '../../command/command.ts';
import { columns } from '../../render/columns.ts';
import { printable } from '../../render/style.ts';

/** Prints only the key on standard output, so that a script can store it in a variable. */
export function printIssued(output: Output, { key, secret }: ApiKeyIssued): void {
  output.out(`${secret}\n`);
  const rows = [
    ['id', key.key_id],
    ['agent id', key.agent_id],
    ['scopes', key.scopes.join(', ')],
    ['expires', key.expires_at ?? 'never'],
    ...(key.previous_until === null ? [] : [['old key', `valid until ${key.previous_until}`]]),
  ];
  output.err(`Store the key now: it is not shown again.\n${columns(rows).map(printable).join('\n')}\n`);
}
