import type { ServerRole } from '@agent-safe/core';
import { defineCommand, UsageError } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount } from '../../options/account-options.ts';
import { readList } from '../../options/token-options.ts';
import { printUser, ROLE_OPTIONS, withUsers } from '../../options/user-options.ts';

export const command = defineCommand({
  name: 'user set-roles',
  summary: 'Replace the roles or the groups of a user. All sessions of the user end',
  positionals: '<id>',
  arity: [1, 1],
  options: {
    ...ROLE_OPTIONS,
    'no-roles': { type: 'boolean', summary: 'Take all roles away' },
    'no-groups': { type: 'boolean', summary: 'Take all groups away' },
    ...ACCOUNT_OPTIONS,
  },
  examples: [
    'agent-safe user set-roles alice --role viewer --role approver',
    'agent-safe user set-roles bob --no-roles',
  ],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const roles = replace(readList(values.role), values['no-roles'], 'role');
    const groups = replace(readList(values.group), values['no-groups'], 'group');
    if (roles === undefined && groups === undefined) {
      throw new UsageError('Nothing to change. Add --role, --no-roles, --group or --no-groups.');
    }
    const change = { roles: roles as readonly ServerRole[] | undefined, groups };
    const result = await withUsers({ clock, cwd, values }, ({ users }) => users.change(id, change));
    return reportAccount(output, values.json, result, ({ user }) => printUser(output, 'Changed', user));
  },
});

function replace(
  given: readonly string[] | undefined,
  isEmptied: boolean | undefined,
  option: string,
): readonly string[] | undefined {
  if (given !== undefined && isEmptied) throw new UsageError(`--${option} and --no-${option}s cannot be combined.`);
  return isEmptied ? [] : given;
}
