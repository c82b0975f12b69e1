import { ApiKeys } from '@agent-safe/accounts';
import { defineCommand } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount, withAccounts } from '../../options/account-options.ts';
import { readDuration, readDurationWithUnit } from '../../options/duration.ts';
import { printIssued } from './api-key-text.ts';

export const command = defineCommand({
  name: 'api-key rotate',
  summary: 'Give an API key a new secret. The old key is valid for a while',
  positionals: '<name or id>',
  arity: [1, 1],
  options: {
    grace: {
      type: 'string',
      value: 'TIME',
      summary: 'How long the old key is valid; 0 ends it now',
      default: '24h',
    },
    ttl: { type: 'string', value: 'TIME', summary: 'New lifetime of the key from now on: 12h, 90d' },
    ...ACCOUNT_OPTIONS,
  },
  examples: ['agent-safe api-key rotate gateway', 'agent-safe api-key rotate gateway --grace 0 --ttl 90d'],
  async run({ clock, cwd, output, positionals: [key = ''], values }) {
    const grace_seconds = readDuration(values.grace, '--grace');
    const ttl_seconds = values.ttl === undefined ? undefined : readDurationWithUnit(values.ttl, '--ttl');
    const result = await withAccounts({ clock, cwd, values }, (accounts) =>
      new ApiKeys(accounts).rotate(key, { grace_seconds, ttl_seconds }),
    );
    return reportAccount(output, values.json, result, (issued) => printIssued(output, issued));
  },
});
