import { defineCommand } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount } from '../../options/account-options.ts';
import { printUser, withUsers } from '../../options/user-options.ts';

export const command = defineCommand({
  name: 'user remove',
  summary:
    'Remove a user and all sessions. A user of an OpenID provider returns with the next sign-in: disable the user instead',
  positionals: '<id>',
  arity: [1, 1],
  options: ACCOUNT_OPTIONS,
  examples: ['agent-safe user remove alice'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const result = await withUsers({ clock, cwd, values }, ({ users }) => users.remove(id));
    return reportAccount(output, values.json, result, ({ user }) => printUser(output, 'Removed', user));
  },
});
