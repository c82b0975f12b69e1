import { ApiKeys } from '@agent-safe/accounts';
import { defineCommand } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount, withAccounts } from '../../options/account-options.ts';
import { printable } from '../../render/style.ts';

export const command = defineCommand({
  name: 'api-key revoke',
  summary: 'Revoke an API key for ever, at once',
  positionals: '<name or id>',
  arity: [1, 1],
  options: ACCOUNT_OPTIONS,
  examples: ['agent-safe api-key revoke gateway', 'agent-safe api-key revoke nGSVTCMeyyoBhY7a'],
  async run({ clock, cwd, output, positionals: [key = ''], values }) {
    const result = await withAccounts({ clock, cwd, values }, (accounts) => new ApiKeys(accounts).revoke(key));
    return reportAccount(output, values.json, result, ({ key: { key_id, name } }) => {
      output.out(`Revoked: the API key ${printable(name)} (${key_id}).\n`);
    });
  },
});
