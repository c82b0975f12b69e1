import type { JsonValue } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { findGitOpsOwner, warnOfGitOps } from './gitops.ts';

const withMetadata = (metadata: JsonValue) => ({ metadata });
const managedBy = (manager: string) => withMetadata({ managedFields: [{ manager: 'kubectl' }, { manager }] });

test.each<[string, JsonValue, string | undefined]>([
  ['no tool', withMetadata({ labels: { 'app.kubernetes.io/instance': 'web' } }), undefined],
  ['another manager', managedBy('kube-controller-manager'), undefined],
  [
    'Argo CD, by its annotation',
    withMetadata({ annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:prod/web' } }),
    'Argo CD ("shop")',
  ],
  ['Argo CD, by its label', withMetadata({ labels: { 'argocd.argoproj.io/instance': 'shop' } }), 'Argo CD ("shop")'],
  ['Argo CD, by its manager', managedBy('argocd-controller'), 'Argo CD'],
  ['Flux, by its label', withMetadata({ labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } }), 'Flux ("apps")'],
  ['Flux with Helm', withMetadata({ labels: { 'helm.toolkit.fluxcd.io/name': 'shop' } }), 'Flux ("shop")'],
  ['Flux, by its manager', managedBy('kustomize-controller'), 'Flux'],
  ['Helm, by its annotation', withMetadata({ annotations: { 'meta.helm.sh/release-name': 'shop' } }), 'Helm ("shop")'],
  ['Helm, by its label', withMetadata({ labels: { 'app.kubernetes.io/managed-by': 'Helm' } }), 'Helm'],
  ['Helm, by its manager', managedBy('helm'), 'Helm'],
])('an object of %s', (_, object, expected) => {
  expect(findGitOpsOwner(object)).toBe(expected);
});

test('the warning names the object and the tool', () => {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  warnOfGitOps({ warn }, withMetadata({ name: 'web', labels: { 'argocd.argoproj.io/instance': 'shop' } }));
  warnOfGitOps({ warn }, withMetadata({ name: 'web' }));
  expect(warnings).toEqual([
    '"web" is managed by Argo CD ("shop"), which may revert this change. Change it at its source instead.',
  ]);
});
