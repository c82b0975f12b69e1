import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { ACCOUNT_OPTIONS } from '../../options/account-options.ts';
import { withUsers } from '../../options/user-options.ts';
import { columns } from '../../render/columns.ts';
import { printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'user list',
  summary: 'List the users of the server',
  positionals: '',
  arity: [0, 0],
  options: ACCOUNT_OPTIONS,
  examples: ['agent-safe user list', 'agent-safe user list --json'],
  async run({ clock, cwd, output, values }) {
    const users = await withUsers({ clock, cwd, values }, (accounts) => accounts.users.list());
    if (values.json) printJson(output, { users });
    else if (users.length === 0) output.out('There are no users. Add one with: agent-safe user add ID\n');
    else {
      const rows = users.map(({ groups, last_used_at, roles, source, status, user_id }) => [
        user_id,
        status,
        source,
        roles.join(',') || '-',
        groups.join(',') || '-',
        last_used_at ?? 'never',
      ]);
      const titles = ['ID', 'STATUS', 'SOURCE', 'ROLES', 'GROUPS', 'LAST SIGN-IN'];
      output.out(`${columns([titles, ...rows.map((row) => row.map(printable))]).join('\n')}\n`);
    }
    return EXIT.allow;
  },
});
