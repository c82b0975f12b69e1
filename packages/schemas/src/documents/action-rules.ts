import {
  type Action,
  closestMatch,
  compileValueCheck,
  didYouMean,
  type JsonValue,
  needsTarget,
  type ParameterConstraints,
  type ParameterType,
} from '@agent-safe/core';
import type * as z from 'zod';
import { report } from '../zod/schema-helpers.ts';

type ConstraintName = keyof ParameterConstraints;

/** The constraints that apply to each type. Another constraint would be ignored, so it is refused. */
const FITTING: Readonly<Record<ParameterType, readonly ConstraintName[]>> = {
  string: ['min_length', 'max_length', 'pattern', 'enum'],
  integer: ['min_value', 'max_value', 'enum'],
  number: ['min_value', 'max_value', 'enum'],
  boolean: ['enum'],
  array: ['min_length', 'max_length'],
};

interface ParsedParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly default: unknown;
  readonly constraints: Partial<Record<ConstraintName, unknown>> | undefined;
  readonly items:
    | { readonly type: ParameterType; readonly constraints: Partial<Record<ConstraintName, unknown>> | undefined }
    | undefined;
  readonly locates: boolean;
  readonly sensitive: boolean | undefined;
}

/** Checks the rules between the keys of one parameter. */
export function refineParameter(parameter: ParsedParameter, context: z.RefinementCtx): void {
  refineConstraints(parameter.type, parameter.constraints ?? {}, ['constraints'], context);
  if (parameter.items !== undefined) {
    if (parameter.type !== 'array') {
      const message = `"items" is only for arrays, but the type is ${parameter.type}.`;
      report(context, {
        code: 'items_misplaced',
        message,
        fix: 'Remove "items", or set the type to "array".',
        path: ['items'],
      });
    }
    refineConstraints(parameter.items.type, parameter.items.constraints ?? {}, ['items', 'constraints'], context);
  }
  if (parameter.locates && (parameter.sensitive === true || parameter.type === 'array')) {
    const problem =
      parameter.sensitive === true
        ? 'be sensitive, because the target that it names is shown'
        : 'be an array, because a target binds one value';
    const message = `A locating parameter cannot ${problem}.`;
    report(context, {
      code: 'locates_misplaced',
      message,
      fix: 'Remove "locates", or change the other key.',
      path: ['locates'],
    });
  }
  refineDefault(parameter, context);
}

function refineConstraints(
  type: ParameterType,
  constraints: Partial<Record<ConstraintName, unknown>>,
  path: readonly string[],
  context: z.RefinementCtx,
): void {
  for (const constraint of Object.keys(constraints) as ConstraintName[]) {
    if (constraints[constraint] === undefined || FITTING[type].includes(constraint)) continue;
    const message = `"${constraint}" does not apply to the type ${type}, so it would have no effect.`;
    const fix = `Use ${FITTING[type].map((fitting) => `"${fitting}"`).join(', ')} for ${type}, or remove it.`;
    report(context, { code: 'constraint_misplaced', message, fix, path: [...path, constraint] });
  }
  for (const [low, high] of [
    ['min_value', 'max_value'],
    ['min_length', 'max_length'],
  ] as const) {
    const [least, most] = [constraints[low], constraints[high]];
    if (typeof least !== 'number' || typeof most !== 'number' || least <= most) continue;
    const message = `No value is at least ${least} and at most ${most}.`;
    report(context, {
      code: 'constraint_empty',
      message,
      fix: `Make "${low}" smaller than "${high}".`,
      path: [...path, low],
    });
  }
}

function refineDefault(parameter: ParsedParameter, context: z.RefinementCtx): void {
  if (parameter.default === undefined) return;
  let problem: string | undefined;
  try {
    problem = compileValueCheck(parameter as Parameters<typeof compileValueCheck>[0])(parameter.default as JsonValue);
  } catch {
    return; // The pattern is refused, and the diagnostic is at the pattern.
  }
  if (problem === undefined) return;
  const fix = 'Set a default that the parameter accepts.';
  report(context, { code: 'default_invalid', message: `The default ${problem}.`, fix, path: ['default'] });
}

/** Refuses rules beside the other fields, because both together would have two meanings. */
export function refineRules(fields: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  if (fields.rules === undefined) return;
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'rules' || value === undefined) continue;
    const message = `"${name}" cannot be used together with "rules".`;
    report(context, { code: 'rules_misplaced', message, fix: `Move "${name}" into each rule.`, path: [name] });
  }
}

/** Checks the rules between the parts of one action. */
export function refineAction(action: Action, context: z.RefinementCtx): void {
  refineTarget(action, context);
  refineUnique(action.parameters, 'parameters', context);
  refineUnique(action.state_fields, 'state_fields', context);
  const params = new Set(action.parameters.map((parameter) => parameter.name));
  const state = new Set(action.state_fields.map((field) => field.name));
  refineRollback(action, params, state, context);
  for (const { path, value } of strings(action.credentials?.fields ?? {}, ['credentials', 'fields'])) {
    refineTemplate(value, path, action, context);
  }
}

/** Refuses keys that contradict whether the action has a target: they would have no effect. */
function refineTarget(action: Action, context: z.RefinementCtx): void {
  if (needsTarget(action)) {
    if (action.sensitivity === undefined) return;
    const message = '"sensitivity" is only for actions without a target. Here, the sensitivity of the target counts.';
    const fix = 'Remove "sensitivity", or declare an action without a target: target_types: [].';
    report(context, { code: 'sensitivity_misplaced', message, fix, path: ['sensitivity'] });
    return;
  }
  for (const [index, { locates, name }] of action.parameters.entries()) {
    if (!locates) continue;
    const message = `The parameter "${name}" cannot locate a target, because the action has none.`;
    const fix = 'Remove "locates", or list the types of the targets in "target_types".';
    report(context, { code: 'locates_misplaced', message, fix, path: ['parameters', index, 'locates'] });
  }
}

function refineUnique(entries: readonly { readonly name: string }[], key: string, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, { name }] of entries.entries()) {
    if (seen.has(name)) {
      const message = `The name "${name}" occurs twice in "${key}".`;
      report(context, {
        code: 'name_duplicate',
        message,
        fix: 'Rename or remove one of them.',
        path: [key, index, 'name'],
      });
    }
    seen.add(name);
  }
}

function refineRollback(
  action: Action,
  params: ReadonlySet<string>,
  state: ReadonlySet<string>,
  context: z.RefinementCtx,
): void {
  for (const [parameter, { source }] of Object.entries(action.rollback_params)) {
    const [, from, name = ''] = /^(params|before_state|after_state)\.(.+)$/.exec(source) ?? [];
    const known = from === undefined ? undefined : from === 'params' ? params : state;
    if (known?.has(name)) continue;
    const message =
      known === undefined
        ? `The source "${source}" is unknown.`
        : `The action has no ${from === 'params' ? 'parameter' : 'state field'} for the source "${source}".`;
    const meant = closestMatch(name, known ?? []);
    const fix =
      known === undefined || meant === undefined
        ? 'Write params.<parameter>, before_state.<state field> or after_state.<state field>.'
        : didYouMean(`${from}.${meant}`);
    report(context, { code: 'rollback_source_unknown', message, fix, path: ['rollback_params', parameter, 'source'] });
  }
}

/** Templates may use parameters and the scope of a target. Both are validated before a template is filled in. */
function refineTemplate(
  value: string,
  path: readonly (string | number)[],
  action: Action,
  context: z.RefinementCtx,
): void {
  const known = [
    ...action.parameters.map(({ name }) => `params.${name}`),
    ...(needsTarget(action) ? ['cluster', 'account', 'region'].map((key) => `target.scope.${key}`) : []),
  ];
  const rest = value.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, reference: string) => {
    if (!known.includes(reference)) {
      const message = `The template uses the unknown name "${reference}".`;
      const meant = closestMatch(reference, known);
      const fix = meant === undefined ? `Known names: ${known.join(', ') || 'none'}.` : didYouMean(`{{ ${meant} }}`);
      report(context, { code: 'template_unknown', message, fix, path });
    }
    return '';
  });
  if (/\{\{|\}\}/.test(rest)) {
    report(context, {
      code: 'template_malformed',
      message: 'The template is not closed.',
      fix: 'Write {{ params.name }}.',
      path,
    });
  }
}

function* strings(
  value: unknown,
  path: readonly (string | number)[],
): Generator<{ path: readonly (string | number)[]; value: string }> {
  if (typeof value === 'string') yield { path, value };
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      yield* strings(member, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  }
}
