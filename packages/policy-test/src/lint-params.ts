import {
  type Action,
  type ActionParameter,
  type Diagnostic,
  type JsonValue,
  type ParameterTest,
  type PolicyMatch,
  type PolicyRule,
  quote,
  suggest,
} from '@agent-safe/core';
import { boundaryValues, evaluateParam, FAILS, prepareTest, UNKNOWN } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { lintEntries } from './lint-param-entries.ts';
import { warn } from './linted-project.ts';

/** Most actions that a warning names. */
const MOST_NAMED = 5;

type Path = readonly (string | number)[];

/** Warns about tests of parameters that actions lack, whose type does not fit, or that no valid value passes. */
export function lintParams(
  entry: Located<PolicyRule>,
  path: Path,
  { params }: PolicyMatch,
  actions: readonly Action[],
): readonly Diagnostic[] {
  return Object.entries(params ?? {}).flatMap(([name, test]) => {
    const place = [...path, 'params', name];
    const holders = actions.flatMap((action) => {
      const parameter = action.parameters.find((each) => each.name === name);
      return parameter === undefined ? [] : [{ action, parameter }];
    });
    const lacking = actions.filter((action) => !holders.some((holder) => holder.action === action));
    return [
      ...(lacking.length === 0 ? [] : [warnLacking(entry, place, name, { actions, lacking })]),
      ...holders.flatMap((holder) => lintTest(entry, place, test, holder)).slice(0, MOST_NAMED),
    ];
  });
}

function warnLacking(
  entry: Located<PolicyRule>,
  place: Path,
  name: string,
  { actions, lacking }: { readonly actions: readonly Action[]; readonly lacking: readonly Action[] },
): Diagnostic {
  const { decision } = entry.document;
  const effect =
    decision === 'allow' ? 'The rule does not match them' : `The rule (${decision}) matches them with any parameters`;
  const names = new Set(actions.flatMap(({ parameters }) => parameters.map((parameter) => parameter.name)));
  const limit = 'Limit "actions" to those that have the parameter.';
  const fix = lacking.length === actions.length ? suggest(name, names, limit) : limit;
  return warn(entry, place, {
    code: 'parameter_unmatched',
    message: `The rule ${quote(entry.document.name)} tests the parameter ${quote(name)}, which ${listNames(lacking)} ${lacking.length === 1 ? 'lacks' : 'lack'}. ${effect}.`,
    fix,
  });
}

function listNames(actions: readonly Action[]): string {
  const names = actions
    .map(({ name }) => name)
    .slice(0, MOST_NAMED)
    .join(', ');
  return actions.length > MOST_NAMED ? `${names} and ${actions.length - MOST_NAMED} more` : names;
}

interface Holder {
  readonly action: Action;
  readonly parameter: ActionParameter;
}

/** The types that each key fits. */
const FITTING: Readonly<Record<Exclude<keyof ParameterTest, 'present' | 'not'>, readonly ActionParameter['type'][]>> = {
  min_value: ['integer', 'number'],
  max_value: ['integer', 'number'],
  min_length: ['string', 'array'],
  max_length: ['string', 'array'],
  pattern: ['string'],
  glob: ['string'],
  enum: ['string', 'integer', 'number', 'boolean'],
  contains: ['string', 'array'],
  items: ['array'],
  masked: ['string', 'integer', 'number', 'boolean', 'array'],
};

function lintTest(
  entry: Located<PolicyRule>,
  place: Path,
  test: ParameterTest,
  { action, parameter }: Holder,
): readonly Diagnostic[] {
  const where = `the parameter ${quote(parameter.name)} of ${action.name}`;
  const unfit = findUnfit(test, parameter.type, parameter.items?.type);
  if (unfit !== undefined) {
    const [key = '', type = ''] = unfit.slice(-2);
    return [
      warn(entry, [...place, ...unfit.slice(0, -1)], {
        code: 'test_unfit',
        message: `The rule ${quote(entry.document.name)} tests ${where} with ${quote(key)}, which does not fit the type ${type}. The test is in doubt for every value.`,
        fix: `Use ${keysFor(type).join(', ')}, or "present".`,
      }),
    ];
  }
  if (test.masked !== undefined && !parameter.sensitive) {
    const message = `The rule ${quote(entry.document.name)} compares masked values of ${where}, which is not sensitive. The test is in doubt for every value.`;
    return [warn(entry, [...place, 'masked'], { code: 'test_unfit', message, fix: 'Use "enum" with the values.' })];
  }
  if (parameter.sensitive) return [];
  const unequal = lintEntries(entry, place, test, parameter);
  if (unequal.length > 0 || !isImpossible(test, action, parameter)) return unequal;
  const message = `The rule ${quote(entry.document.name)} tests ${where}, but no valid value passes ${JSON.stringify(test).slice(0, 200)}.`;
  const fix = `Compare the test with the constraints of the parameter: ${JSON.stringify(parameter.constraints ?? { type: parameter.type })}.`;
  return [warn(entry, place, { code: 'test_unmatched', message, fix })];
}

function keysFor(type: string): readonly string[] {
  return Object.entries(FITTING)
    .filter(([key, types]) => key !== 'masked' && types.some((each) => each === type))
    .map(([key]) => quote(key));
}

/** Returns the path to a key that does not fit the type, and the type. */
function findUnfit(
  test: ParameterTest,
  type: ActionParameter['type'],
  itemType: ActionParameter['type'] | undefined,
): readonly string[] | undefined {
  for (const key of Object.keys(test) as (keyof ParameterTest)[]) {
    if (key === 'present') continue;
    if (key === 'not') {
      const inner = findUnfit(test.not ?? {}, type, itemType);
      if (inner !== undefined) return ['not', ...inner];
    } else if (!FITTING[key].includes(type)) return [key, type];
    else if (key === 'items' && itemType !== undefined) {
      const inner = findUnfit(test.items ?? {}, itemType, undefined);
      if (inner !== undefined) return ['items', ...inner];
    }
  }
  return undefined;
}

/** Whether no valid value passes a test, as far as examples on both sides of each bound can tell. */
function isImpossible(test: ParameterTest, definition: Action, parameter: ActionParameter): boolean {
  const isListed = parameter.constraints?.enum !== undefined || parameter.type === 'boolean';
  const isNumber = parameter.type === 'integer' || parameter.type === 'number';
  if (!isListed && !isNumber) return false;
  const values: (JsonValue | undefined)[] = [...boundaryValues(parameter, [test])];
  if (!parameter.required) values.push(undefined);
  const prepared = prepareTest([parameter.name, test]);
  return values.every((value) => {
    const slots = definition.parameters.map((each) => (each === parameter ? value : undefined));
    const certainty = evaluateParam(prepared, { definition, slots });
    return certainty === FAILS || (certainty === UNKNOWN && value === undefined);
  });
}
