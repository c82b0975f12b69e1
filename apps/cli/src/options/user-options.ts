import { type Accounts, openAccounts, type UserListing } from '@agent-safe/accounts';
import { SERVER_ROLES } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';
import type { Invocation, Options, Output, Values } from '../command/command.ts';
import { columns } from '../render/columns.ts';
import { printable } from '../render/style.ts';
import { type ACCOUNT_OPTIONS, withAccounts } from './account-options.ts';

/** Options that name the roles and groups of a user. */
export const ROLE_OPTIONS = {
  role: {
    type: 'string',
    multiple: true,
    value: 'ROLE',
    summary: 'Role on the server. Repeat the option for more roles',
    choices: SERVER_ROLES,
  },
  group: { type: 'string', multiple: true, value: 'GROUP', summary: 'Group, such as a team that approves' },
} as const satisfies Options;

export const PASSWORD_OPTIONS = {
  'password-stdin': { type: 'boolean', summary: 'Read the password from standard input, one line' },
} as const satisfies Options;

/** Opens the accounts of a project for a command about users, and closes them afterwards. */
export function withUsers<Result>(
  invocation: Pick<Invocation<Values<typeof ACCOUNT_OPTIONS>>, 'clock' | 'cwd' | 'values'>,
  use: (accounts: Accounts, settings: Settings) => Promise<Result>,
): Promise<Result> {
  return withAccounts(invocation, async (services, settings) => {
    const accounts = openAccounts(services);
    try {
      return await use(accounts, settings);
    } finally {
      await accounts.close();
    }
  });
}

/** Prints a user after a change. */
export function printUser(output: Output, what: string, user: UserListing): void {
  const rows = [
    ['agent id', user.agent_id],
    ['name', user.display_name],
    ['roles', user.roles.join(', ') || 'none'],
    ['groups', user.groups.join(', ') || 'none'],
    ['status', user.status],
    ['password', user.has_password ? 'set' : 'none'],
  ];
  output.out(`${what}: ${printable(user.user_id)}\n${columns(rows).map(printable).join('\n')}\n`);
}
