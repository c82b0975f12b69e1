import { ApiKeys } from '@agent-safe/accounts';
import { API_KEY_SCOPES, type ApiKeyScope } from '@agent-safe/core';
import { defineCommand } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount, withAccounts } from '../../options/account-options.ts';
import { readDurationWithUnit } from '../../options/duration.ts';
import { readList } from '../../options/token-options.ts';
import { printIssued } from './api-key-text.ts';

export const command = defineCommand({
  name: 'api-key create',
  summary: 'Create an API key for a policy enforcement point (PEP), such as a gateway. The key is printed once',
  positionals: '<name>',
  arity: [1, 1],
  options: {
    scope: {
      type: 'string',
      value: 'SCOPE',
      multiple: true,
      summary: 'Permitted use of the key',
      choices: API_KEY_SCOPES,
      default: 'evaluate',
    },
    ttl: { type: 'string', value: 'TIME', summary: 'Lifetime of the key: 12h, 90d. Without it, the key has no end' },
    ...ACCOUNT_OPTIONS,
  },
  examples: ['agent-safe api-key create gateway --ttl 90d', 'agent-safe api-key create portal --scope evaluate,search'],
  async run({ clock, cwd, output, positionals: [name = ''], values }) {
    const scopes = readList(values.scope) as readonly ApiKeyScope[] | undefined;
    const ttl_seconds = values.ttl === undefined ? undefined : readDurationWithUnit(values.ttl, '--ttl');
    const result = await withAccounts({ clock, cwd, values }, (accounts) =>
      new ApiKeys(accounts).create({ name, scopes, ttl_seconds }),
    );
    return reportAccount(output, values.json, result, (issued) => printIssued(output, issued));
  },
});
