import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { actionsPath } from '@agent-safe/catalog';
import { type Action, quote, suggest } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { UsageError } from '../command/command.ts';

/** The platforms of the catalog. Each action has the tag of its platform. */
export const PLATFORMS = ['kubernetes', 'aws'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The actions that the default policies and their tests name, from low to critical risk, with their rollback actions. */
export const STARTER_ACTIONS: readonly string[] = [
  'get-pod-logs',
  'get-configmap',
  'rollout-status',
  'delete-pod',
  'exec-pod',
  'restart-deployment',
  'scale-deployment',
  'update-configmap',
  'update-image',
  'rollout-undo',
  'ec2-start-instance',
  'ec2-stop-instance',
  'delete-namespace',
];

/** An action that is needed, and the action that names it as its rollback action. */
export interface NeededAction {
  readonly name: string;
  /** Undefined if the action was requested by name. */
  readonly rollbackOf: string | undefined;
}

/** Returns all actions of the catalog, sorted by name. */
export function readCatalog(): readonly Action[] {
  return loadProject({ registry: actionsPath }).actions.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** Returns the text of an action file of the catalog. */
export function readActionFile(name: string): string {
  return readFileSync(join(actionsPath, `${name}.yaml`), 'utf8');
}

export function platformOf(action: Action): Platform | undefined {
  return PLATFORMS.find((platform) => action.tags.includes(platform));
}

/** Whether an action of a project equals the action of that name in the catalog. */
export function isCatalogCopy(action: Action, catalog: readonly Action[]): boolean {
  const shipped = catalog.find(({ name }) => name === action.name);
  return shipped !== undefined && isDeepStrictEqual({ ...shipped }, { ...action });
}

/**
 * Returns the named actions, and the rollback actions that they need.
 *
 * @throws UsageError for a name that the catalog does not have
 */
export function withRollbacks(names: readonly string[], catalog: readonly Action[]): readonly NeededAction[] {
  const find = (name: string) => catalog.find((action) => action.name === name);
  for (const name of names) if (find(name) === undefined) throw unknownName(name, catalog);
  const needed = new Map(names.map((name): [string, NeededAction] => [name, { name, rollbackOf: undefined }]));
  // The loop also visits entries that it adds, so it finds rollback actions of rollback actions.
  for (const { name } of needed.values()) {
    const rollback = find(name)?.rollback_action ?? undefined;
    if (rollback !== undefined && !needed.has(rollback)) needed.set(rollback, { name: rollback, rollbackOf: name });
  }
  return [...needed.values()];
}

/**
 * Returns the actions that `init --actions` names: platforms, actions, or `all`.
 *
 * @throws UsageError for a name that is neither a platform nor an action
 */
export function selectActions(given: string, catalog: readonly Action[]): readonly string[] {
  const words = given
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('--actions needs a value: --actions kubernetes,aws, or --actions all.');
  const selected = words.flatMap((word) => {
    if (word === 'all') return catalog.map(({ name }) => name);
    const platform = PLATFORMS.find((each) => each === word);
    if (platform === undefined) return [word];
    return catalog.filter((action) => platformOf(action) === platform).map(({ name }) => name);
  });
  const unknown = selected.find((name) => !catalog.some((each) => each.name === name));
  if (unknown !== undefined) {
    const hint = suggest(unknown, [...PLATFORMS, 'all', ...catalog.map(({ name }) => name)], '');
    const known = `Use ${PLATFORMS.join(', ')}, all, or names that "agent-safe catalog list" shows.`;
    throw new UsageError(
      [`--actions: ${quote(unknown)} is no platform and no action of the catalog.`, hint, known]
        .filter((part) => part !== '')
        .join(' '),
    );
  }
  return [...new Set(selected)];
}

function unknownName(name: string, catalog: readonly Action[]): UsageError {
  const hint = suggest(
    name,
    catalog.map((action) => action.name),
    '',
  );
  const parts = [`The catalog has no action ${quote(name)}.`, hint, 'See agent-safe catalog list.'];
  return new UsageError(parts.filter((part) => part !== '').join(' '));
}
