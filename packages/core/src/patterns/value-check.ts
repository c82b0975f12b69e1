import { describeType, isJsonArray, type JsonScalar, type JsonValue } from '../json/json.ts';
import type { ActionParameter, ParameterConstraints } from '../model/action.ts';
import type { ParameterType } from '../model/vocabulary.ts';
import { compilePattern } from './pattern.ts';

/** Returns the mistake in a value, or undefined if the value is valid. */
export type ValueCheck = (value: JsonValue) => string | undefined;

/** Compiles the check of a value against a parameter's type, constraints and items. */
export function compileValueCheck(parameter: Pick<ActionParameter, 'type' | 'constraints' | 'items'>): ValueCheck {
  const own = compileConstraints(parameter.constraints ?? {});
  const items = parameter.items === undefined ? undefined : compileValueCheck(parameter.items);
  return (value) => {
    if (!hasType(value, parameter.type)) return describeWrongType(value, parameter.type);
    for (const check of own) {
      const problem = check(value);
      if (problem !== undefined) return problem;
    }
    if (items === undefined || !isJsonArray(value)) return undefined;
    for (const [index, item] of value.entries()) {
      const problem = items(item);
      if (problem !== undefined) return `has a wrong item: item ${index + 1} ${problem}`;
    }
    return undefined;
  };
}

function hasType(value: JsonValue, type: ParameterType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return isJsonArray(value);
  }
}

function describeWrongType(value: JsonValue, type: ParameterType): string {
  const article = type === 'array' || type === 'integer' ? 'an' : 'a';
  const advice = value === null ? '; leave it out instead' : '';
  return `must be ${article} ${type}, but it is ${describeType(value)}${advice}`;
}

function compileConstraints(constraints: ParameterConstraints): readonly ValueCheck[] {
  const checks: ValueCheck[] = [];
  const { min_value: least, max_value: most, min_length: shortest, max_length: longest, pattern } = constraints;
  if (least !== undefined) {
    checks.push((value) => (typeof value === 'number' && value < least ? `is below the minimum ${least}` : undefined));
  }
  if (most !== undefined) {
    checks.push((value) => (typeof value === 'number' && value > most ? `is above the maximum ${most}` : undefined));
  }
  if (shortest !== undefined) {
    checks.push((value) => (lengthOf(value) < shortest ? `is shorter than ${shortest}` : undefined));
  }
  if (longest !== undefined) {
    checks.push((value) => (lengthOf(value) > longest ? `is longer than ${longest}` : undefined));
  }
  if (pattern !== undefined) {
    const matches = compilePattern(pattern);
    const problem = `does not match the pattern ${pattern}`;
    checks.push((value) => (typeof value === 'string' && matches(value) ? undefined : problem));
  }
  if (constraints.enum !== undefined) {
    const allowed = constraints.enum;
    const problem = `is not one of ${allowed.map((entry) => JSON.stringify(entry)).join(', ')}`;
    checks.push((value) => (allowed.some((entry) => isSameScalar(entry, value)) ? undefined : problem));
  }
  return checks;
}

/** Whether a value is an entry of a document. Documents often write allowed numbers and booleans as strings. */
export function isSameScalar(entry: JsonScalar, value: JsonValue): boolean {
  if (entry === value || typeof entry !== 'string') return entry === value;
  if (typeof value === 'number') return entry.trim() !== '' && Number(entry) === value;
  return typeof value === 'boolean' && entry.toLowerCase() === String(value);
}

/** Counts the code points of a string, or the items of an array. */
export function lengthOf(value: JsonValue): number {
  if (typeof value === 'string') {
    let length = value.length;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0xd800 && code < 0xdc00) length--;
    }
    return length;
  }
  return isJsonArray(value) ? value.length : 0;
}
