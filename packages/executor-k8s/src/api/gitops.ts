import type { JsonValue } from '@agent-safe/core';
import type { ActionContext } from './action-context.ts';
import { listAt, nameOf, objectAt, textAt } from './json.ts';

/** Labels and annotations by which tools track their objects. The value names the application, if there is one. */
const TRACKING: readonly (readonly [kind: 'labels' | 'annotations', key: string, tool: string])[] = [
  ['annotations', 'argocd.argoproj.io/tracking-id', 'Argo CD'],
  ['labels', 'argocd.argoproj.io/instance', 'Argo CD'],
  ['labels', 'kustomize.toolkit.fluxcd.io/name', 'Flux'],
  ['labels', 'helm.toolkit.fluxcd.io/name', 'Flux'],
  ['annotations', 'meta.helm.sh/release-name', 'Helm'],
];

/** Field managers of tools. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers */
const MANAGERS: Readonly<Record<string, string>> = {
  'argocd-application-controller': 'Argo CD',
  'argocd-controller': 'Argo CD',
  'kustomize-controller': 'Flux',
  'helm-controller': 'Flux',
  helm: 'Helm',
  Helm: 'Helm',
};

/**
 * Describes the tool that keeps an object as it is in a repository or in a release, and that may revert a change.
 *
 * @returns undefined if no tool is known to do so
 */
export function findGitOpsOwner(object: JsonValue | undefined): string | undefined {
  for (const [kind, key, tool] of TRACKING) {
    const value = textAt(object, 'metadata', kind, key);
    if (value !== undefined) return `${tool} ("${value.split(':')[0] ?? ''}")`;
  }
  const managed = listAt(object, 'metadata', 'managedFields').flatMap((entry) => {
    const manager = textAt(entry, 'manager') ?? '';
    return Object.hasOwn(MANAGERS, manager) ? [MANAGERS[manager]] : [];
  });
  const [manager] = managed;
  if (manager !== undefined) return manager;
  return objectAt(object, 'metadata', 'labels')['app.kubernetes.io/managed-by'] === 'Helm' ? 'Helm' : undefined;
}

/** Warns if a tool may revert the change of an object. */
export function warnOfGitOps({ warn }: Pick<ActionContext, 'warn'>, object: JsonValue | undefined): void {
  const owner = findGitOpsOwner(object);
  if (owner === undefined) return;
  warn(`"${nameOf(object)}" is managed by ${owner}, which may revert this change. Change it at its source instead.`);
}
