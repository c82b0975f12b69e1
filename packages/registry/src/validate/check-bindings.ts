import {
  type Action,
  type ActionParameter,
  bindingCanMatch,
  bindingEntries,
  compileValueCheck,
  type Diagnostic,
  describeType,
  isBindingGlob,
  type JsonScalar,
  quote,
  suggest,
  type Target,
} from '@agent-safe/core';
import type { Located } from '../yaml/located.ts';

/** A parameter with the name of its action. */
interface OwnedParameter {
  readonly action: string;
  readonly parameter: ActionParameter;
}

/**
 * Checks the bindings of a target: warns about bindings without effect, and about entries that no value of a parameter can match.
 *
 * @param fitting the actions that support the type of the target; without any, nothing is checked
 */
export function checkBindings(entry: Located<Target>, fitting: readonly Action[]): readonly Diagnostic[] {
  if (fitting.length === 0) return [];
  const known = new Set(fitting.flatMap((action) => action.parameters.map(({ name }) => name)));
  return Object.keys(entry.document.bindings).flatMap((name): readonly Diagnostic[] => {
    const owners = fitting.flatMap(({ name: action, parameters }) =>
      parameters.filter((parameter) => parameter.name === name).map((parameter) => ({ action, parameter })),
    );
    if (owners.length > 0) return checkValues(entry, name, owners);
    const message = `No action for "${entry.document.id}" has the parameter "${name}", so its binding has no effect.`;
    const fix = suggest(name, known, `The parameters are ${[...known].join(', ')}.`);
    return [warn(entry, name, { code: 'binding_idle', message, fix })];
  });
}

/** Reports wrong types, else entries that match for no action, else actions for which no entry matches. */
function checkValues(entry: Located<Target>, name: string, owners: readonly OwnedParameter[]): readonly Diagnostic[] {
  const { bindings, id } = entry.document;
  const entries = bindingEntries(bindings[name] ?? []);
  const wrong = entries.find((value) => owners.every(({ parameter }) => !hasType(value, parameter)));
  if (wrong !== undefined) {
    const types = [...new Set(owners.map(({ parameter }) => parameter.type))].join(' or ');
    const message = `The binding "${name}" of "${id}" is ${describeType(wrong)}, but the parameter is of type ${types}, so it never matches.`;
    return [warn(entry, name, { code: 'binding_type', message, fix: 'Use the type of the parameter.' })];
  }
  const dead = entries.flatMap((value, index) =>
    owners.every(({ parameter }) => isImpossible(value, parameter)) ? [{ value, index }] : [],
  );
  if (dead.length > 0) {
    const isSingle = !Array.isArray(bindings[name]);
    return dead.map(({ index, value }) => warnUnmatched(entry, isSingle ? [name] : [name, index], [value], owners));
  }
  const blocked = owners.filter(({ parameter }) => entries.every((value) => isImpossible(value, parameter)));
  return blocked.length === 0 ? [] : [warnUnmatched(entry, [name], entries, blocked)];
}

function hasType(value: JsonScalar, { type }: ActionParameter): boolean {
  return compileValueCheck({ type })(value) === undefined;
}

/** In doubt, a value may match. */
function isImpossible(value: JsonScalar, parameter: ActionParameter): boolean {
  return bindingCanMatch(value, parameter) === false;
}

/** Most actions that a message names. */
const MOST_NAMED = 3;

function warnUnmatched(
  entry: Located<Target>,
  [name, ...inner]: readonly [string, ...number[]],
  values: readonly JsonScalar[],
  owners: readonly OwnedParameter[],
): Diagnostic {
  const shown = values.map((value) => JSON.stringify(value)).join(', ');
  const actions = owners.slice(0, MOST_NAMED).map(({ action }) => action);
  const more = owners.length > MOST_NAMED ? ` and ${owners.length - MOST_NAMED} more` : '';
  const where = `The binding ${quote(name)} of ${quote(entry.document.id)} allows ${shown}`;
  const message = `${where}, but no value that ${actions.join(', ')}${more} accepts can match it.`;
  return warn(entry, name, { code: 'binding_unmatched', message, fix: findFix(values, owners) }, inner);
}

function findFix(values: readonly JsonScalar[], owners: readonly OwnedParameter[]): string {
  const bare: Pick<ActionParameter, 'type' | 'constraints'> = { type: 'string' };
  if (values.filter(isBindingGlob).some((glob) => bindingCanMatch(glob, bare) === false)) {
    return 'A wildcard matches only values of letters, digits and "._-" whose parts begin with a letter or digit; "*" is the only wildcard. Write the exact values.';
  }
  const { constraints = {}, type } = owners[0]?.parameter ?? bare;
  return `Use a value of type ${type} that satisfies ${JSON.stringify(constraints)}, or correct the parameter of the action.`;
}

function warn(
  entry: Located<Target>,
  name: string,
  warning: Pick<Diagnostic, 'code' | 'message' | 'fix'>,
  inner: readonly number[] = [],
): Diagnostic {
  return { severity: 'warning', ...warning, ...entry.place(['bindings', name, ...inner], inner.length === 0) };
}
