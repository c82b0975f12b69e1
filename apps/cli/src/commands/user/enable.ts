import { defineCommand } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount } from '../../options/account-options.ts';
import { printUser, withUsers } from '../../options/user-options.ts';

export const command = defineCommand({
  name: 'user enable',
  summary: 'Enable a user again. Earlier sessions stay ended',
  positionals: '<id>',
  arity: [1, 1],
  options: ACCOUNT_OPTIONS,
  examples: ['agent-safe user enable alice'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const result = await withUsers({ clock, cwd, values }, ({ users }) => users.enable(id));
    return reportAccount(output, values.json, result, ({ user }) => printUser(output, 'Enabled', user));
  },
});
