import { type Action, formatPlace, nearest, type Problem, type Target } from '@agent-safe/core';
import type { Located } from './project.ts';

/** Names that are given twice, also in different files. */
export function checkNames<Key extends string>(
  what: string,
  entries: readonly Located<{ readonly [key in Key]: string }>[],
  key: Key,
): readonly Problem[] {
  const seen = new Map<string, Located<unknown>>();
  return entries.flatMap((entry): readonly Problem[] => {
    const name = entry.document[key];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, entry);
      return [];
    }
    const message = `The ${what} "${name}" is defined already, at ${formatPlace(first.place([key]))}.`;
    return [
      {
        severity: 'error',
        code: 'name_duplicate',
        message,
        fix: 'Rename or remove one of the two.',
        ...entry.place([key]),
      },
    ];
  });
}

/** What actions say of one another. */
export function checkActions(entries: readonly Located<Action>[]): readonly Problem[] {
  const byName = new Map(entries.map(({ document }) => [document.name, document]));
  return entries.flatMap((entry): readonly Problem[] => {
    const { rollback_action: name, rollback_params: given } = entry.document;
    if (name === null) return [];
    const rollback = byName.get(name);
    if (rollback === undefined) {
      const message = `The rollback action "${name}" is not in the registry, so "${entry.document.name}" cannot be taken back.`;
      return [
        {
          severity: 'warning',
          code: 'rollback_action_unknown',
          message,
          fix: 'Add it to the registry.',
          ...entry.place(['rollback_action']),
        },
      ];
    }
    const known = rollback.parameters.map((parameter) => parameter.name);
    const unknown = Object.keys(given).filter((parameter) => !known.includes(parameter));
    return unknown.map((parameter) => ({
      severity: 'error',
      code: 'rollback_param_unknown',
      message: `"${parameter}" is not a parameter of the rollback action "${name}".`,
      fix: `Did you mean "${nearest(parameter, known) ?? ''}"?`,
      ...entry.place(['rollback_params', parameter], true),
    }));
  });
}

/** What strict mode and bindings need of the inventory, as warnings: such a target is denied, or a binding binds nothing. */
export function checkTargets(
  targets: readonly Located<Target>[],
  actions: readonly Action[],
  strict: boolean,
): readonly Problem[] {
  const parameters = new Set(actions.flatMap((action) => action.parameters.map((parameter) => parameter.name)));
  return targets.flatMap((entry) => [
    ...checkBindings(entry, parameters),
    ...(strict ? checkStrict(entry, actions) : []),
  ]);
}

function checkBindings(entry: Located<Target>, parameters: ReadonlySet<string>): readonly Problem[] {
  const idle = Object.keys(entry.document.bindings).filter((binding) => !parameters.has(binding));
  return idle.map((binding) => ({
    severity: 'warning',
    code: 'binding_idle',
    message: `The binding "${binding}" of "${entry.document.id}" is a parameter of no action, so it binds nothing.`,
    fix: `Did you mean "${nearest(binding, parameters) ?? ''}"?`,
    ...entry.place(['bindings', binding], true),
  }));
}

function checkStrict(entry: Located<Target>, actions: readonly Action[]): readonly Problem[] {
  const { bindings, id, scope, type } = entry.document;
  const fitting = actions.filter((action) => action.target_types.includes(type));
  const needed = new Set(
    fitting.flatMap((action) => action.parameters.filter((parameter) => parameter.locates).map(({ name }) => name)),
  );
  const unbound = [...needed].filter((name) => !Object.hasOwn(bindings, name));
  const problems: Problem[] = [];
  if (unbound.length > 0) {
    const message = `Strict mode denies actions on "${id}": it does not bind ${unbound.join(', ')}.`;
    const fix = `Add bindings: {${unbound.map((name) => `${name}: …`).join(', ')}}.`;
    problems.push({ severity: 'warning', code: 'strict_unbound', message, fix, ...entry.place(['bindings']) });
  }
  if (scope === undefined && fitting.length > 0) {
    const message = `Strict mode denies every action on "${id}": it has no scope.`;
    const fix = 'Add scope: {cluster: name}, or scope: {account: "123456789012", region: eu-west-1}.';
    problems.push({ severity: 'warning', code: 'strict_unscoped', message, fix, ...entry.place(['id']) });
  }
  return problems;
}
