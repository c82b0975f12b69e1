import { ApiKeys } from '@agent-safe/accounts';
import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { ACCOUNT_OPTIONS, withAccounts } from '../../options/account-options.ts';
import { columns } from '../../render/columns.ts';
import { printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'api-key list',
  summary: 'List the API keys, without their secrets',
  positionals: '',
  arity: [0, 0],
  options: {
    all: { type: 'boolean', summary: 'Also list keys that have expired or were revoked' },
    ...ACCOUNT_OPTIONS,
  },
  examples: ['agent-safe api-key list', 'agent-safe api-key list --all --json'],
  async run({ clock, cwd, output, values }) {
    const all = await withAccounts({ clock, cwd, values }, (accounts) => new ApiKeys(accounts).list());
    const keys = values.all === true ? all : all.filter(({ status }) => status === 'active');
    if (values.json) printJson(output, { keys });
    else if (keys.length === 0) output.out('There are no API keys. Create one with: agent-safe api-key create NAME\n');
    else {
      const rows = keys.map(({ expires_at, key_id, last_used_at, name, scopes, status }) => [
        key_id,
        name,
        status,
        scopes.join(','),
        expires_at ?? 'never',
        last_used_at ?? 'never',
      ]);
      const titles = ['ID', 'NAME', 'STATUS', 'SCOPES', 'EXPIRES', 'LAST USED'];
      output.out(`${columns([titles, ...rows.map((row) => row.map(printable))]).join('\n')}\n`);
    }
    return EXIT.allow;
  },
});
