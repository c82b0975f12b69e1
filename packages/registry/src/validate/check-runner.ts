import { type Action, type Diagnostic, quote, suggest, type Target } from '@agent-safe/core';
import type { TriedConfig } from '../settings/config.ts';
import type { Located } from '../yaml/located.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkVault } from './check-vault.ts';

/** Returns warnings about runner settings that are too permissive or have no effect. */
export function checkRunner(
  tried: TriedConfig,
  targets: readonly Located<Target>[],
  actions: readonly Pick<Action, 'prechecks'>[],
): readonly Diagnostic[] {
  return [
    ...checkAmbient(tried),
    ...checkBlocking(tried, actions),
    ...checkClusters(tried, targets),
    ...checkAccounts(tried, targets),
    ...checkVault(tried),
  ];
}

/** Warns about unknown prechecks: a misspelled name blocks nothing. */
function checkBlocking(tried: TriedConfig, actions: readonly Pick<Action, 'prechecks'>[]): readonly Diagnostic[] {
  const known = [...new Set(actions.flatMap(({ prechecks }) => prechecks.map(({ name }) => name)))];
  const named = tried.config?.runner.blocking_prechecks ?? [];
  return named.flatMap((name, index): readonly Diagnostic[] => {
    if (known.includes(name)) return [];
    const message = `No action declares the precheck ${quote(name)}, so it blocks nothing.`;
    const fix = suggest(name, known, 'Remove it, or name a declared precheck.');
    const where = tried.place(['runner', 'blocking_prechecks', index]);
    return [{ severity: 'warning', code: 'precheck_unknown', message, fix, ...where }];
  });
}

function checkAmbient(tried: TriedConfig): readonly Diagnostic[] {
  if (tried.config?.runner.ambient_credentials !== true) return [];
  const message = 'Actions with credentials run with all credentials of this machine: no vault limits them.';
  const fix = 'Configure "credential_vault" and remove "ambient_credentials".';
  const where = tried.place(['runner', 'ambient_credentials'], true);
  return [{ severity: 'warning', code: 'credentials_ambient', message, fix, ...where }];
}

/** Warns once per unknown cluster. Without configured clusters, another machine executes. */
function checkClusters({ config }: TriedConfig, targets: readonly Located<Target>[]): readonly Diagnostic[] {
  const known = Object.keys(config?.runner.clusters ?? {});
  if (known.length === 0) return [];
  const others = Map.groupBy(targets, ({ document }) => document.scope?.cluster);
  return [...others].flatMap(([cluster, [first, ...more]]): readonly Diagnostic[] => {
    if (cluster === undefined || first === undefined || known.includes(cluster)) return [];
    const number = more.length === 0 ? '' : ` and ${more.length} more target${more.length === 1 ? '' : 's'}`;
    const message = `The runner does not know the cluster ${quote(cluster)} of ${quote(first.document.id)}${number}: no action runs there.`;
    const fix = suggest(cluster, known, 'Add it under "runner.clusters".');
    return [{ severity: 'warning', code: 'cluster_unknown', message, fix, ...first.place(['scope', 'cluster']) }];
  });
}
