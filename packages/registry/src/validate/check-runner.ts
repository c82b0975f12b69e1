import { type Action, type Diagnostic, quote, suggest, type Target } from '@agent-safe/core';
import type { TriedConfig } from '../settings/config.ts';
import type { Located } from '../yaml/located.ts';

/** What the settings of the runner let through, or will refuse, as warnings. */
export function checkRunner(
  tried: TriedConfig,
  targets: readonly Located<Target>[],
  actions: readonly Pick<Action, 'prechecks'>[],
): readonly Diagnostic[] {
  return [...checkAmbient(tried), ...checkBlocking(tried, actions), ...checkClusters(tried, targets)];
}

/** A check that is misspelt blocks nothing. */
function checkBlocking(tried: TriedConfig, actions: readonly Pick<Action, 'prechecks'>[]): readonly Diagnostic[] {
  const known = [...new Set(actions.flatMap(({ prechecks }) => prechecks.map(({ name }) => name)))];
  const named = tried.config?.runner.blocking_prechecks ?? [];
  return named.flatMap((name, index): readonly Diagnostic[] => {
    if (known.includes(name)) return [];
    const message = `${quote(name)} is a check of no action here: it blocks nothing.`;
    const fix = suggest(name, known, 'Remove it, or name a check that an action declares.');
    const where = tried.place(['runner', 'blocking_prechecks', index]);
    return [{ severity: 'warning', code: 'precheck_unknown', message, fix, ...where }];
  });
}

function checkAmbient(tried: TriedConfig): readonly Diagnostic[] {
  if (tried.config?.runner.ambient_credentials !== true) return [];
  const message =
    'Actions that declare credentials run with whatever this machine has: what an action may do is limited by nothing else.';
  const fix = 'Configure "credential_vault" instead, and remove "ambient_credentials".';
  const where = tried.place(['runner', 'ambient_credentials'], true);
  return [{ severity: 'warning', code: 'credentials_ambient', message, fix, ...where }];
}

/** Once for each cluster. Where none is configured, whoever executes does so elsewhere. */
function checkClusters({ config }: TriedConfig, targets: readonly Located<Target>[]): readonly Diagnostic[] {
  const known = Object.keys(config?.runner.clusters ?? {});
  if (known.length === 0) return [];
  const others = Map.groupBy(targets, ({ document }) => document.scope?.cluster);
  return [...others].flatMap(([cluster, [first, ...more]]): readonly Diagnostic[] => {
    if (cluster === undefined || first === undefined || known.includes(cluster)) return [];
    const number = more.length === 0 ? '' : ` and ${more.length} more`;
    const verb = more.length === 0 ? 'is' : 'are';
    const message = `${quote(first.document.id)}${number} ${verb} in the cluster ${quote(cluster)}, which "runner" does not know: nothing runs there.`;
    const fix = suggest(cluster, known, 'Add it under "runner.clusters".');
    return [{ severity: 'warning', code: 'cluster_unknown', message, fix, ...first.place(['scope', 'cluster']) }];
  });
}
