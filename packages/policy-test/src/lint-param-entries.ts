import {
  type ActionParameter,
  type Diagnostic,
  describeType,
  type JsonScalar,
  type ParameterTest,
  type PolicyRule,
  quote,
} from '@agent-safe/core';
import type { Located } from '@agent-safe/registry';
import { warn } from './linted-project.ts';

type Path = readonly (string | number)[];
type Type = ActionParameter['type'];

/** Warns about the first entry of `enum` or `contains` that no value of the parameter can equal, because it has another type. */
export function lintEntries(
  entry: Located<PolicyRule>,
  place: Path,
  test: ParameterTest,
  parameter: ActionParameter,
): readonly Diagnostic[] {
  const found = findOther(test, parameter.type, parameter.items?.type);
  if (found === undefined) return [];
  const { path, type, value } = found;
  const isText = typeof value === 'string';
  const written = isText ? quote(value) : String(value);
  const message = `The rule ${quote(entry.document.name)} compares the parameter ${quote(parameter.name)} with ${written}, which is ${describeType(value)}. No value of the type ${type} is equal to it.`;
  const fix = type === 'string' ? 'Put it in quotes.' : `Write a value of the type ${type}, or remove the entry.`;
  return [warn(entry, [...place, ...path], { code: 'test_unfit', message, fix })];
}

function findOther(
  { contains, enum: entries, items, not }: ParameterTest,
  type: Type,
  itemType: Type | undefined,
): { readonly path: Path; readonly type: Type; readonly value: JsonScalar } | undefined {
  const within = (key: 'items' | 'not', test: ParameterTest | undefined, own: Type | undefined) => {
    const found = test === undefined || own === undefined ? undefined : findOther(test, own, itemType);
    return found === undefined ? undefined : { ...found, path: [key, ...found.path] };
  };
  const among = (key: 'contains' | 'enum', values: readonly JsonScalar[] = [], own?: Type) => {
    const index = values.findIndex((value) => own !== undefined && !canEqual(value, own));
    const value = values[index];
    return value === undefined || own === undefined ? undefined : { path: [key, index], type: own, value };
  };
  return (
    among('enum', entries, type) ??
    among('contains', contains, type === 'array' ? itemType : type) ??
    within('items', items, itemType) ??
    within('not', not, type)
  );
}

/** Whether a value of a type can equal an entry. A text that is a number or a boolean stands for it. */
function canEqual(entry: JsonScalar, type: Type): boolean {
  if (type === 'array' || entry === null) return true;
  if (type === 'string' || type === 'boolean') {
    return typeof entry === type || (type === 'boolean' && /^(?:true|false)$/i.test(String(entry)));
  }
  const amount = typeof entry === 'string' && entry.trim() === '' ? Number.NaN : Number(entry);
  return typeof entry !== 'boolean' && !Number.isNaN(amount);
}
