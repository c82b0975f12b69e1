import { defineCommand } from '../../command/command.ts';
import { readNewPassword } from '../../command/read-password.ts';
import { ACCOUNT_OPTIONS, reportAccount } from '../../options/account-options.ts';
import { PASSWORD_OPTIONS, printUser, withUsers } from '../../options/user-options.ts';

export const command = defineCommand({
  name: 'user set-password',
  summary: 'Set the password of a local user, read from the terminal. All sessions of the user end',
  positionals: '<id>',
  arity: [1, 1],
  options: { ...PASSWORD_OPTIONS, ...ACCOUNT_OPTIONS },
  examples: [
    'agent-safe user set-password alice',
    'agent-safe user set-password alice --password-stdin < password.txt',
  ],
  async run({ clock, cwd, output, positionals: [id = ''], readInput, values }) {
    const password = await readNewPassword(values['password-stdin'] === true, readInput);
    const result = await withUsers({ clock, cwd, values }, ({ users }) => users.setPassword(id, password));
    return reportAccount(output, values.json, result, ({ user }) => printUser(output, 'Password set', user));
  },
});
