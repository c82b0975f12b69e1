import { nearestSlip, type Problem, quote, type Target } from '@agent-safe/core';
import type { TriedConfig } from './config.ts';
import type { Located } from './located.ts';

/** What the settings of the runner let through, or will refuse, as warnings. */
export function checkRunner(tried: TriedConfig, targets: readonly Located<Target>[]): readonly Problem[] {
  return [...checkAmbient(tried), ...checkClusters(tried, targets)];
}

function checkAmbient(tried: TriedConfig): readonly Problem[] {
  if (tried.config?.runner.ambient_credentials !== true) return [];
  const message =
    'Actions that declare credentials run with whatever this machine has: what an action may do is limited by nothing else.';
  const fix = 'Configure "credential_vault" instead, and remove "ambient_credentials".';
  const where = tried.place(['runner', 'ambient_credentials'], true);
  return [{ severity: 'warning', code: 'credentials_ambient', message, fix, ...where }];
}

/** Once for each cluster. Where none is configured, whoever executes does so elsewhere. */
function checkClusters({ config }: TriedConfig, targets: readonly Located<Target>[]): readonly Problem[] {
  const known = Object.keys(config?.runner.clusters ?? {});
  if (known.length === 0) return [];
  const others = Map.groupBy(targets, ({ document }) => document.scope?.cluster);
  return [...others].flatMap(([cluster, [first, ...more]]): readonly Problem[] => {
    if (cluster === undefined || first === undefined || known.includes(cluster)) return [];
    const number = more.length === 0 ? '' : ` and ${more.length} more`;
    const verb = more.length === 0 ? 'is' : 'are';
    const message = `${quote(first.document.id)}${number} ${verb} in the cluster ${quote(cluster)}, which "runner" does not know: nothing runs there.`;
    const meant = nearestSlip(cluster, known);
    const fix = meant === undefined ? 'Add it under "runner.clusters".' : `Did you mean ${quote(meant)}?`;
    return [{ severity: 'warning', code: 'cluster_unknown', message, fix, ...first.place(['scope', 'cluster']) }];
  });
}
