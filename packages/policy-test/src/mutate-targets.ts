import { ENVIRONMENTS, type ScopeSelector, SENSITIVITIES, type TargetSelector } from '@agent-safe/core';
import { type Changed, dropEach, lists, put, without } from './change-lists.ts';

/** Returns every change of the conditions on a target. */
export function mutateTargets(selector: TargetSelector | undefined): readonly Changed<TargetSelector>[] {
  if (selector === undefined) return [];
  const { environments, ids, owner_in_caller_groups: isOwn, owners, sensitivities, types } = selector;
  return [
    ...dropEach('targets', selector),
    ...put(lists('targets.environments', environments, ENVIRONMENTS), (value) => ({
      ...selector,
      environments: value,
    })),
    ...put(lists('targets.sensitivities', sensitivities, SENSITIVITIES), (value) => ({
      ...selector,
      sensitivities: value,
    })),
    ...put(lists('targets.types', types, []), (value) => ({ ...selector, types: value })),
    ...put(lists('targets.ids', ids, []), (value) => ({ ...selector, ids: value })),
    ...put(lists('targets.owners', owners, []), (value) => ({ ...selector, owners: value })),
    ...(isOwn === undefined
      ? []
      : [
          {
            what: `targets.owner_in_caller_groups: ${!isOwn}`,
            value: { ...selector, owner_in_caller_groups: !isOwn },
          },
        ]),
    ...put(mutateScopes(selector.scopes), (value) => ({ ...selector, scopes: value })),
    ...mutateLabels(selector),
  ];
}

function mutateScopes(scopes: ScopeSelector | undefined): readonly Changed<ScopeSelector>[] {
  if (scopes === undefined) return [];
  const keys = Object.keys(scopes) as (keyof ScopeSelector)[];
  return [
    // An empty selector is no scope.
    ...(keys.length === 1 ? [] : dropEach('targets.scopes', scopes)),
    ...keys.flatMap((key) =>
      put(lists(`targets.scopes.${key}`, scopes[key], []), (value) => ({ ...scopes, [key]: value })),
    ),
  ];
}

function mutateLabels(selector: TargetSelector): readonly Changed<TargetSelector>[] {
  const { labels = {} } = selector;
  return Object.entries(labels).flatMap(([label, values]) => [
    { what: `without targets.labels.${label}`, value: { ...selector, labels: without(labels, label) } },
    ...(typeof values === 'string'
      ? []
      : put(lists(`targets.labels.${label}`, values, []), (value) => ({
          ...selector,
          labels: { ...labels, [label]: value },
        }))),
  ]);
}
