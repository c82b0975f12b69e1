import { type Diagnostic, quote, type Target } from '@agent-safe/core';
import type { AccountSettings } from '@agent-safe/schemas';
import type { TriedConfig } from '../settings/config.ts';
import type { Located } from '../yaml/located.ts';

/** Returns warnings about AWS accounts in which no action would run. */
export function checkAccounts(tried: TriedConfig, targets: readonly Located<Target>[]): readonly Diagnostic[] {
  const accounts = Object.entries(tried.config?.runner.accounts ?? {});
  // Without configured accounts, another machine executes.
  if (accounts.length === 0) return [];
  return [...checkEntries(tried, accounts), ...checkTargets(accounts, targets)];
}

type Entry = readonly [name: string, account: AccountSettings];

function checkEntries(tried: TriedConfig, accounts: readonly Entry[]): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return accounts.flatMap(([name, { account_id, region, role_arn }]): readonly Diagnostic[] => {
    const where = tried.place(['runner', 'accounts', name]);
    const place = `${account_id} ${region}`;
    const earlier = seen.get(place);
    seen.set(place, earlier ?? name);
    if (earlier !== undefined) {
      const message = `The accounts ${quote(earlier)} and ${quote(name)} are the same account and region: no action runs there.`;
      return [{ severity: 'warning', code: 'account_duplicate', message, fix: 'Remove one of them.', ...where }];
    }
    if (role_arn === undefined || role_arn.split(':')[4] === account_id) return [];
    const message = `The role of the account ${quote(name)} is in another account than ${account_id}: no action runs there.`;
    const fix = 'Use a role of this account, or correct "account_id".';
    return [{ severity: 'warning', code: 'account_role_mismatch', message, fix, ...where }];
  });
}

/** Warns once for each unknown account and region. */
function checkTargets(accounts: readonly Entry[], targets: readonly Located<Target>[]): readonly Diagnostic[] {
  const known = new Set(accounts.map(([, { account_id, region }]) => `${account_id} ${region}`));
  const inAws = targets.filter(({ document }) => document.scope?.account !== undefined);
  const groups = Map.groupBy(inAws, ({ document: { scope } }) =>
    `${scope?.account ?? ''} ${scope?.region ?? ''}`.trim(),
  );
  return [...groups].flatMap(([place, [first, ...more]]): readonly Diagnostic[] => {
    if (first === undefined || known.has(place)) return [];
    const number = more.length === 0 ? '' : ` and ${more.length} more target${more.length === 1 ? '' : 's'}`;
    const message = `The runner does not know the account and region ${quote(place)} of ${quote(first.document.id)}${number}: no action runs there.`;
    const fix = 'Add the account under "runner.accounts", or correct the scope of the target.';
    return [{ severity: 'warning', code: 'account_unknown', message, fix, ...first.place(['scope', 'account']) }];
  });
}
