import {
  type Action,
  closestMatch,
  type Diagnostic,
  didYouMean,
  formatPlace,
  identifyByName,
  listMissingSources,
  missingScope,
  type PolicyRule,
  quote,
  suggest,
  type Target,
} from '@agent-safe/core';
import type { TriedConfig } from '../settings/config.ts';
import type { Located } from '../yaml/located.ts';
import { checkBindings } from './check-bindings.ts';

/** Returns errors for names that are defined twice, in one file or in several. */
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
    const message = `The ${what} ${quote(name)} is already defined at ${formatPlace(first.place([key]))}.`;
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

/** Checks the rollback actions of all actions. */
export function checkActions(entries: readonly Located<Action>[]): readonly Diagnostic[] {
  const byName = new Map(entries.map(({ document }) => [document.name, document]));
  return entries.flatMap((entry): readonly Diagnostic[] => {
    const { rollback_action: name, rollback_params: given } = entry.document;
    if (name === null) return [];
    const rollback = byName.get(name);
    if (rollback === undefined) {
      // A missing rollback action can be intended. Only a likely typo gets a warning.
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
    const missing = listMissingSources(entry.document, rollback).map((parameter): Diagnostic => {
      const message = `The action cannot be rolled back: no source gives the required parameter "${parameter}" of "${name}".`;
      const fix = `Add ${parameter}: {source: …} to rollback_params, or give a parameter or a state field that name.`;
      return { severity: 'warning', code: 'rollback_param_missing', message, fix, ...entry.place(['rollback_action']) };
    });
    const known = rollback.parameters.map((parameter) => parameter.name);
    const unknown = Object.keys(given).filter((parameter) => !known.includes(parameter));
    const wrong = unknown.map(
      (parameter): Diagnostic => ({
        severity: 'error',
        code: 'rollback_param_unknown',
        message: `"${parameter}" is not a parameter of the rollback action "${name}".`,
        fix: suggest(parameter, known),
        ...entry.place(['rollback_params', parameter], true),
      }),
    );
    return [...wrong, ...missing];
  });
}

/** Returns warnings for approval settings of unknown rules: such settings have no effect. */
export function checkApprovers(tried: TriedConfig, rules: readonly Located<PolicyRule>[]): readonly Diagnostic[] {
  const known = rules.map(({ document }) => document.name);
  const unknown = Object.keys(tried.config?.approvals.rules ?? {}).filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const message = `No policy has the rule ${quote(name)}, so its settings in "approvals" have no effect.`;
    const fix = known.length === 0 ? 'Remove it.' : suggest(name, known);
    const where = tried.place(['approvals', 'rules', name], true);
    return { severity: 'warning', code: 'approval_rule_unknown', message, fix, ...where };
  });
}

/** Returns warnings for delegation grants that name an agent that cannot exist. A parent is a name, and a child is a glob. */
export function checkGrants(tried: TriedConfig): readonly Diagnostic[] {
  return (tried.config?.delegation.grants ?? []).flatMap(({ children, parent }, index) => {
    const grant = ['delegation', 'grants', index];
    const names = [
      { name: parent, path: [...grant, 'parent'] },
      ...children
        .map((name, place) => ({ name, path: [...grant, 'children', place] }))
        .filter(({ name }) => !/[*?[]/.test(name)),
    ];
    return names
      .filter(({ name }) => !identifyByName(name, false).ok)
      .map(({ name, path }): Diagnostic => {
        const message = `A delegation grant names ${quote(name)}, but no agent can have such a name, so it grants nothing.`;
        const fix = 'Name one agent as parent. Only children may be globs.';
        return { severity: 'warning', code: 'grant_unmatched', message, fix, ...tried.place(path) };
      });
  });
}

/** Returns warnings for targets that strict mode denies, and for bindings that have no effect. */
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

function checkStrict(entry: Located<Target>, fitting: readonly Action[]): readonly Diagnostic[] {
  const { bindings, id, scope, type } = entry.document;
  const needed = new Set(
    fitting.flatMap((action) => action.parameters.filter((parameter) => parameter.locates).map(({ name }) => name)),
  );
  const unbound = [...needed].filter((name) => !Object.hasOwn(bindings, name));
  const diagnostics: Diagnostic[] = [];
  if (unbound.length > 0) {
    const message = `Strict mode denies actions on "${id}": the target has no binding for ${unbound.join(', ')}.`;
    const fix = `Add bindings: {${unbound.map((name) => `${name}: …`).join(', ')}}.`;
    diagnostics.push({ severity: 'warning', code: 'strict_unbound', message, fix, ...entry.place(['bindings']) });
  }
  const missing = missingScope(entry.document);
  if (missing.length > 0 && fitting.length > 0) {
    const lack = scope === undefined ? 'the target has no scope' : `its scope lacks ${missing.join(' and ')}`;
    const message = `Strict mode denies every action on "${id}": ${lack}.`;
    const fix = `Add ${describeScope(type)}.`;
    const place = entry.place(scope === undefined ? ['id'] : ['scope']);
    diagnostics.push({ severity: 'warning', code: 'strict_unscoped', message, fix, ...place });
  }
  return diagnostics;
}

/** Returns an example of the scope that a type needs. */
function describeScope(type: string): string {
  const cluster = 'scope: {cluster: name}';
  const account = 'scope: {account: "123456789012", region: eu-west-1}';
  if (type.startsWith('k8s-')) return cluster;
  return type.startsWith('aws-') ? account : `${cluster}, or ${account}`;
}
