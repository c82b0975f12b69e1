import type { JsonScalar } from '../json/json.ts';
import type { ActionParameter } from '../model/action.ts';
import { bindingPatterns, compileBinding, isBindingGlob, LONGEST_BOUND_VALUE } from './binding.ts';
import { haveCommonText } from './common-text.ts';
import { compileValueCheck } from './value-check.ts';

/**
 * Whether an entry of a binding admits some value that a parameter accepts. The answer is exact.
 *
 * @returns undefined if the pattern of the parameter or the glob is too large to tell
 * @throws PatternError if the pattern of the parameter is invalid
 */
export function bindingCanMatch(
  entry: JsonScalar,
  parameter: Pick<ActionParameter, 'type' | 'constraints' | 'items'>,
): boolean | undefined {
  const check = compileValueCheck(parameter);
  if (!isBindingGlob(entry)) return check(entry) === undefined;
  if (parameter.type !== 'string') return false;
  const { enum: values, max_length: longest = LONGEST_BOUND_VALUE, min_length, pattern } = parameter.constraints ?? {};
  if (values !== undefined) {
    const admits = compileBinding(entry);
    return values.some((value) => admits(value) && check(value) === undefined);
  }
  const patterns = [...bindingPatterns(entry), ...(pattern === undefined ? [] : [pattern])];
  return haveCommonText(patterns, { least: min_length ?? 0, most: Math.min(longest, LONGEST_BOUND_VALUE) });
}
