import { didYouMean } from '@agent-safe/core';

/** Words of other policy languages for keys of tests and selectors, which no spelling check connects. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  params: ['arguments', 'args', 'parameters', 'inputs'],
  min_value: ['min', 'minimum', 'gte', 'ge', 'at_least', 'greater_than', 'gt', 'above'],
  max_value: ['max', 'maximum', 'lte', 'le', 'at_most', 'less_than', 'lt', 'below'],
  enum: ['in', 'one_of', 'any_of', 'values', 'value', 'equals', 'eq', 'is', 'const', 'allowed'],
  pattern: ['regex', 'regexp', 'matches', 'match'],
  glob: ['like', 'wildcard', 'prefix', 'starts_with', 'ends_with', 'suffix'],
  contains: ['has', 'includes', 'include', 'any', 'some'],
  items: ['all', 'each', 'every', 'elements', 'item'],
  present: ['exists', 'required', 'set', 'defined', 'missing', 'absent'],
  masked: ['hash', 'hmac', 'mask', 'digest'],
  not: ['except', 'unless', 'exclude', 'excluding', 'none_of', 'not_in', 'ne', 'without'],
  ids: ['names', 'name', 'target_ids'],
  owners: ['team', 'teams', 'owned_by'],
  owner_in_caller_groups: ['own', 'own_team', 'owner_in_group', 'owner_in_groups', 'owned_by_caller'],
  scopes: ['location', 'locations', 'where'],
  tags: ['categories', 'category', 'labels_of_action'],
  reversible: ['has_rollback', 'undoable', 'rollback'],
};

/** Keys of a mapping within another key of the same level. */
const INNER: Readonly<Record<string, readonly [outer: string, written: string]>> = {
  cluster: ['scopes', 'scopes: {clusters: […]}'],
  clusters: ['scopes', 'scopes: {clusters: […]}'],
  account: ['scopes', 'scopes: {accounts: […]}'],
  accounts: ['scopes', 'scopes: {accounts: […]}'],
  region: ['scopes', 'scopes: {regions: […]}'],
  regions: ['scopes', 'scopes: {regions: […]}'],
  owner: ['targets', 'targets: {owners: […]}'],
  owners: ['targets', 'targets: {owners: […]}'],
  ids: ['targets', 'targets: {ids: […]}'],
  scope: ['targets', 'targets: {scopes: {…}}'],
  scopes: ['targets', 'targets: {scopes: {…}}'],
  labels: ['targets', 'targets: {labels: {…}}'],
  environments: ['targets', 'targets: {environments: […]}'],
  owner_in_caller_groups: ['targets', 'targets: {owner_in_caller_groups: true}'],
  roles: ['callers', 'callers: {roles: […]}'],
  groups: ['callers', 'callers: {groups: […]}'],
  agent_ids: ['callers', 'callers: {agent_ids: […]}'],
};

/** Returns the advice for an unknown key that means a known one; undefined if it means none. */
export function describeSynonym(key: string, known: readonly string[]): string | undefined {
  const inner = Object.hasOwn(INNER, key) ? INNER[key] : undefined;
  if (
    inner !== undefined &&
    known.includes(inner[0]) &&
    (inner[0] !== 'targets' || known.includes('params')) &&
    !known.includes(key)
  ) {
    return `Write ${inner[1]}.`;
  }
  const folded = key
    .toLowerCase()
    .replaceAll(/[- ]/g, '_')
    .replaceAll(/([a-z])(?=[A-Z])/g, '$1_');
  const meant = Object.entries(SYNONYMS).find(([name, words]) => known.includes(name) && words.includes(folded));
  // Only tests and selectors have these synonyms: an action also has "params".
  const isCondition = known.includes('max_value') || known.includes('owners') || known.includes('risk_classes');
  return meant === undefined || !isCondition ? undefined : didYouMean(meant[0]);
}
