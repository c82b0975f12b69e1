import type { JsonObject } from '@agent-safe/core';
import { ParameterRefused } from '@agent-safe/runner/executor-kit';

/** Label selector of a Kubernetes object. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

const LONGEST = 1_024;
const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const KEY = `(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?${NAME}`;
const VALUE = `(?:${NAME})?`;
const EQUAL = new RegExp(`^(${KEY}) *(==|=|!=) *(${VALUE})$`);
const IN = new RegExp(`^(${KEY}) +(in|notin) *\\(([^()]*)\\)$`);
const EXISTS = new RegExp(`^(!?) *(${KEY})$`);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);

/**
 * Reads a selector in the syntax of kubectl: `app=web`, `tier in (web, api), !canary`. It refuses an empty text, which would select
 * every pod and is usually a mistake.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 * @throws ParameterRefused
 */
export function parseSelector(text: string, parameter: string): LabelSelector {
  if (text.length > LONGEST) throw refuse(parameter, `is longer than ${LONGEST} characters`);
  const labels = new Map<string, string>();
  const expressions: NonNullable<LabelSelector['matchExpressions']>[number][] = [];
  for (const part of splitParts(text)) {
    const equal = EQUAL.exec(part);
    const set = IN.exec(part);
    const exists = EXISTS.exec(part);
    if (equal !== null && equal[2] !== '!=') {
      const [, key = '', , value = ''] = equal;
      if (labels.has(key)) throw refuse(parameter, 'names a label twice');
      labels.set(key, value);
    } else if (equal !== null) {
      expressions.push({ key: equal[1] ?? '', operator: 'NotIn', values: [equal[3] ?? ''] });
    } else if (set !== null) {
      const values = (set[3] ?? '').split(',').map((value) => value.trim());
      if (!values.every((value) => WHOLE_VALUE.test(value)))
        throw refuse(parameter, 'contains a value that a label cannot have');
      expressions.push({ key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values });
    } else if (exists !== null) {
      expressions.push({ key: exists[2] ?? '', operator: exists[1] === '!' ? 'DoesNotExist' : 'Exists' });
    } else throw refuse(parameter, 'is not a label selector, such as app=web or "tier in (web, api)"');
  }
  return {
    ...(labels.size === 0 ? {} : { matchLabels: Object.fromEntries(labels) }),
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
  };
}

/** Splits at commas outside parentheses. */
function splitParts(text: string): readonly string[] {
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

function refuse(parameter: string, why: string): ParameterRefused {
  return new ParameterRefused(`The parameter "${parameter}" ${why}.`);
}

/** Formats a selector for a query of the API. @returns undefined if it has an unknown operator */
export function formatSelector(selector: JsonObject): string | undefined {
  const { matchExpressions = [], matchLabels = {} } = selector as LabelSelector;
  const equal = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const sets = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    if (operator === 'In' || operator === 'NotIn') return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
    return undefined;
  });
  return sets.includes(undefined) ? undefined : [...equal, ...sets].join(',');
}
