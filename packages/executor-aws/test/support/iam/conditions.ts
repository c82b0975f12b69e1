import { asLiteral, asText, matches, matchesArn, type Pattern, resolveVariables } from './pattern.ts';
import { type RequestContext, readKey, type Statement, toList } from './policy.ts';

/** Compares a value of the request with one value of the policy, whose variables are replaced. */
type Compare = (given: string, wanted: string) => boolean;

const numeric = (compare: (given: number, wanted: number) => boolean): Compare => {
  return (given, wanted) => {
    const [left, right] = [Number(given), Number(wanted)];
    return !Number.isNaN(left) && !Number.isNaN(right) && compare(left, right);
  };
};
/** Dates are RFC 3339 or seconds since 1970. */
const toTime = (date: string) => (/^\d+$/.test(date) ? Number(date) * 1_000 : Date.parse(date));
const dated = (compare: (given: number, wanted: number) => boolean): Compare => {
  return (given, wanted) => {
    const [left, right] = [toTime(given), toTime(wanted)];
    return !Number.isNaN(left) && !Number.isNaN(right) && compare(left, right);
  };
};
const equal: Compare = (given, wanted) => given === wanted;
const equalIgnoringCase: Compare = (given, wanted) => given.toLowerCase() === wanted.toLowerCase();

/** Operators that must hold for one of the values. */
const POSITIVE: Readonly<Record<string, Compare>> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  Bool: equalIgnoringCase,
  NumericEquals: numeric((given, wanted) => given === wanted),
  NumericLessThan: numeric((given, wanted) => given < wanted),
  NumericLessThanEquals: numeric((given, wanted) => given <= wanted),
  NumericGreaterThan: numeric((given, wanted) => given > wanted),
  NumericGreaterThanEquals: numeric((given, wanted) => given >= wanted),
  DateEquals: dated((given, wanted) => given === wanted),
  DateLessThan: dated((given, wanted) => given < wanted),
  DateLessThanEquals: dated((given, wanted) => given <= wanted),
  DateGreaterThan: dated((given, wanted) => given > wanted),
  DateGreaterThanEquals: dated((given, wanted) => given >= wanted),
};
/** Operators that must fail for each value. They hold for a request without the key. */
const NEGATIVE: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/** Splits a value of a policy. Undefined if a variable has no value. */
type ToParts = (pattern: string) => Pattern | undefined;

/** Whether all conditions of a statement hold. @throws Error for an operator that this evaluator does not know */
export function holds({ Condition = {} }: Statement, context: RequestContext, hasVariables: boolean): boolean {
  // Policies of the old version have no variables.
  const toParts = (pattern: string) => (hasVariables ? resolveVariables(pattern, context) : asLiteral(pattern));
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holdsFor(operator, readKey(context, key), toList(values), toParts)),
  );
}

function holdsFor(
  operator: string,
  given: readonly string[] | undefined,
  wanted: readonly string[],
  toParts: ToParts,
): boolean {
  const [, set, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return wanted.some((value) => (value === 'true') === (given === undefined));
  const negated = NEGATIVE[name];
  const holdsOne = (value: string) => compareAll(negated ?? name, value, wanted, toParts) !== (negated !== undefined);
  // Without values, the comparison has still to be a known one.
  compareAll(negated ?? name, '', [], toParts);
  if (given === undefined || given.length === 0) {
    if (set === 'ForAnyValue') return false;
    return set === 'ForAllValues' || ifExists !== undefined || negated !== undefined;
  }
  if (set === 'ForAllValues') return given.every(holdsOne);
  if (set === undefined && given.length > 1) throw new Error(`${operator} needs a set operator for several values.`);
  return given.some(holdsOne);
}

/** Whether a value equals or matches one of the wanted values. */
function compareAll(name: string, given: string, wanted: readonly string[], toParts: ToParts): boolean {
  const isArn = name === 'ArnLike' || name === 'ArnEquals';
  const compare = POSITIVE[name];
  if (compare === undefined && name !== 'StringLike' && !isArn) throw new Error(`The operator ${name} is not known.`);
  return wanted.some((value) => {
    const parts = toParts(value);
    if (parts === undefined) return false;
    if (isArn) return matchesArn(asText(parts), given);
    return compare === undefined ? matches(parts, given) : compare(given, asText(parts));
  });
}
