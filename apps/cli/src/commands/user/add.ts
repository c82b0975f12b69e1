import type { ServerRole } from '@agent-safe/core';
import { defineCommand, UsageError } from '../../command/command.ts';
import { readNewPassword } from '../../command/read-password.ts';
import { ACCOUNT_OPTIONS, reportAccount } from '../../options/account-options.ts';
import { readList } from '../../options/token-options.ts';
import { PASSWORD_OPTIONS, printUser, ROLE_OPTIONS, withUsers } from '../../options/user-options.ts';

export const command = defineCommand({
  name: 'user add',
  summary: 'Add a local user of the server. The password is read from the terminal',
  positionals: '<id>',
  arity: [1, 1],
  options: {
    name: { type: 'string', value: 'NAME', summary: 'Name of the user', default: 'the id' },
    ...ROLE_OPTIONS,
    ...PASSWORD_OPTIONS,
    'no-password': { type: 'boolean', summary: 'Set no password: only a sign-in link signs the user in' },
    ...ACCOUNT_OPTIONS,
  },
  examples: [
    'agent-safe user add alice --role approver --group sre',
    'agent-safe user add alice --role admin --password-stdin < password.txt',
  ],
  async run({ clock, cwd, output, positionals: [id = ''], readInput, values }) {
    if (values['no-password'] && values['password-stdin']) {
      throw new UsageError('--no-password and --password-stdin cannot be combined.');
    }
    const password = values['no-password']
      ? undefined
      : await readNewPassword(values['password-stdin'] === true, readInput);
    const request = {
      id,
      display_name: values.name,
      roles: readList(values.role) as readonly ServerRole[] | undefined,
      groups: readList(values.group),
      password,
    };
    const result = await withUsers({ clock, cwd, values }, ({ users }) => users.create(request));
    return reportAccount(output, values.json, result, ({ user }) => printUser(output, 'Added', user));
  },
});
