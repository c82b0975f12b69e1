import {
  type Action,
  closestMatch,
  compileValueCheck,
  type Diagnostic,
  describeType,
  didYouMean,
  formatPlace,
  type JsonValue,
  type PolicyRule,
  quote,
  suggest,
  type Target,
} from '@agent-safe/core';
import type { TriedConfig } from '../settings/config.ts';
import type { Located } from '../yaml/located.ts';

/** Names that are given twice, also in different files. */
export function checkNames<Key extends string>(
  what: string,
  entries: readonly Located<{ readonly [key in Key]: string }>[],
  key: Key,
): readonly Diagnostic[] {
  const seen = new Map<string, Located<unknown>>();
  return entries.flatMap((entry): readonly Diagnostic[] => {
    const name = entry.document[key];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, entry);
      return [];
    }
    const message = `The ${what} ${quote(name)} is defined already, at ${formatPlace(first.place([key]))}.`;
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
export function checkActions(entries: readonly Located<Action>[]): readonly Diagnostic[] {
  const byName = new Map(entries.map(({ document }) => [document.name, document]));
  return entries.flatMap((entry): readonly Diagnostic[] => {
    const { rollback_action: name, rollback_params: given } = entry.document;
    if (name === null) return [];
    const rollback = byName.get(name);
    if (rollback === undefined) {
      // Who leaves it out on purpose has nothing to mend; who misspells it has.
      const others = [...byName.keys()].filter((other) => other !== entry.document.name);
      const meant = closestMatch(name, others);
      if (meant === undefined) return [];
      const message = `The rollback action "${name}" is not in the registry.`;
      return [
        {
          severity: 'warning',
          code: 'rollback_action_unknown',
          message,
          fix: didYouMean(meant),
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
      fix: suggest(parameter, known),
      ...entry.place(['rollback_params', parameter], true),
    }));
  });
}

/** Settings for approvals of a rule that no policy has, as warnings: what was to be stricter for it is as it is for all. */
export function checkApprovers(tried: TriedConfig, rules: readonly Located<PolicyRule>[]): readonly Diagnostic[] {
  const known = rules.map(({ document }) => document.name);
  const unknown = Object.keys(tried.config?.approvals.rules ?? {}).filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const message = `No policy has the rule ${quote(name)}, so what "approvals" says of it counts for nothing.`;
    const fix = known.length === 0 ? 'Remove it.' : suggest(name, known);
    const where = tried.place(['approvals', 'rules', name], true);
    return { severity: 'warning', code: 'approval_rule_unknown', message, fix, ...where };
  });
}

/** What strict mode and bindings need of the inventory, as warnings: such a target is denied, or a binding binds nothing. */
export function checkTargets(
  targets: readonly Located<Target>[],
  actions: readonly Action[],
  strict: boolean,
): readonly Diagnostic[] {
  return targets.flatMap((entry) => {
    const fitting = actions.filter((action) => action.target_types.includes(entry.document.type));
    return [...checkBindings(entry, fitting), ...(strict ? checkStrict(entry, fitting) : [])];
  });
}

/** Only where there are actions for the target: without them nothing can be said about its parameters. */
function checkBindings(entry: Located<Target>, fitting: readonly Action[]): readonly Diagnostic[] {
  if (fitting.length === 0) return [];
  const types = new Map(fitting.flatMap((action) => action.parameters.map(({ name, type }) => [name, type] as const)));
  return Object.entries(entry.document.bindings).flatMap(([name, binding]): readonly Diagnostic[] => {
    const type = types.get(name);
    const place = entry.place(['bindings', name], true);
    if (type === undefined) {
      const message = `The binding "${name}" of "${entry.document.id}" is a parameter of no action for it, so it binds nothing.`;
      const fix = suggest(name, types.keys(), `The parameters are ${[...types.keys()].join(', ')}.`);
      return [{ severity: 'warning', code: 'binding_idle', message, fix, ...place }];
    }
    const values: readonly unknown[] = Array.isArray(binding) ? binding : [binding];
    const wrong = values.find((value) => compileValueCheck({ type })(value as JsonValue) !== undefined);
    if (wrong === undefined) return [];
    const message = `The binding "${name}" of "${entry.document.id}" is ${describeType(wrong)}, but the parameter is of type ${type}: it never matches.`;
    return [
      { severity: 'warning', code: 'binding_type', message, fix: 'Write it as the parameter is written.', ...place },
    ];
  });
}

function checkStrict(entry: Located<Target>, fitting: readonly Action[]): readonly Diagnostic[] {
  const { bindings, id, scope } = entry.document;
  const needed = new Set(
    fitting.flatMap((action) => action.parameters.filter((parameter) => parameter.locates).map(({ name }) => name)),
  );
  const unbound = [...needed].filter((name) => !Object.hasOwn(bindings, name));
  const diagnostics: Diagnostic[] = [];
  if (unbound.length > 0) {
    const message = `Strict mode denies actions on "${id}": it does not bind ${unbound.join(', ')}.`;
    const fix = `Add bindings: {${unbound.map((name) => `${name}: …`).join(', ')}}.`;
    diagnostics.push({ severity: 'warning', code: 'strict_unbound', message, fix, ...entry.place(['bindings']) });
  }
  if (scope === undefined && fitting.length > 0) {
    const message = `Strict mode denies every action on "${id}": it has no scope.`;
    const fix = 'Add scope: {cluster: name}, or scope: {account: "123456789012", region: eu-west-1}.';
    diagnostics.push({ severity: 'warning', code: 'strict_unscoped', message, fix, ...entry.place(['id']) });
  }
  return diagnostics;
}
