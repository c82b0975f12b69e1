import { defineCommand } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount } from '../../options/account-options.ts';
import { printUser, withUsers } from '../../options/user-options.ts';

export const command = defineCommand({
  name: 'user disable',
  summary: 'Disable a user: all sessions and sign-ins end at once, single sign-on included',
  positionals: '<id>',
  arity: [1, 1],
  options: ACCOUNT_OPTIONS,
  examples: ['agent-safe user disable alice'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const result = await withUsers({ clock, cwd, values }, ({ users }) => users.disable(id));
    return reportAccount(output, values.json, result, ({ user }) => printUser(output, 'Disabled', user));
  },
});
