import { type Diagnostic, quote, suggest } from '@agent-safe/core';
import type { TriedConfig } from '../settings/config.ts';

/** Returns warnings about parts of the vault that have no effect, or without which it issues nothing. */
export function checkVault(tried: TriedConfig): readonly Diagnostic[] {
  const vault = tried.config?.credential_vault;
  if (vault?.backend === 'kubernetes') return checkNames(tried, 'clusters', Object.keys(vault.clusters));
  if (vault?.backend !== 'aws-sts') return [];
  return [...checkNames(tried, 'accounts', Object.keys(vault.accounts)), ...checkRoles(tried, vault.accounts)];
}

/** Warns about names that the runner does not have. */
function checkNames(tried: TriedConfig, key: 'accounts' | 'clusters', names: readonly string[]): readonly Diagnostic[] {
  const known = Object.keys(tried.config?.runner[key] ?? {});
  return names.flatMap((name): readonly Diagnostic[] => {
    if (known.includes(name)) return [];
    const message = `"runner.${key}" has no ${quote(name)}, so the vault does not use this entry.`;
    const fix = suggest(name, known, `Add it under "runner.${key}", or remove it.`);
    const where = tried.place(['credential_vault', key, name], true);
    return [{ severity: 'warning', code: 'vault_entry_unused', message, fix, ...where }];
  });
}

/** Warns about accounts in which the vault has no role. */
function checkRoles(
  tried: TriedConfig,
  own: Readonly<Record<string, { readonly role_arn?: string }>>,
): readonly Diagnostic[] {
  return Object.entries(tried.config?.runner.accounts ?? {}).flatMap(([name, account]): readonly Diagnostic[] => {
    const { role_arn } = own[name] ?? account;
    const isOwn = own[name] !== undefined;
    const where = tried.place(isOwn ? ['credential_vault', 'accounts', name] : ['runner', 'accounts', name], true);
    if (role_arn === undefined) {
      const message = `The vault has no role in the account ${quote(name)}, so it issues nothing there.`;
      const fix = `Set "role_arn" under "credential_vault.accounts.${name}".`;
      return [{ severity: 'warning', code: 'vault_role_missing', message, fix, ...where }];
    }
    // `check-accounts` reports the role of the runner.
    if (!isOwn || role_arn.split(':')[4] === account.account_id) return [];
    const message = `The role of the vault for ${quote(name)} is in another account than ${account.account_id}: it issues nothing there.`;
    const fix = 'Use a role of this account, or correct "account_id".';
    return [{ severity: 'warning', code: 'account_role_mismatch', message, fix, ...where }];
  });
}
