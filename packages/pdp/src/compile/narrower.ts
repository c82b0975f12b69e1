import {
  type ActionParameter,
  bindingContains,
  bindingEntries,
  compileValueCheck,
  isBindingGlob,
  type JsonValue,
} from '@agent-safe/core';
import type { BoundParameter } from './bindings.ts';

/**
 * Whether bindings are strictly narrower than others. The others admit each of their values, and at least one value more of a parameter
 * that locates, by a wildcard or a missing binding. A longer list is not wider, because it names the same values too. A parameter that
 * does not locate does not count. In doubt, the answer is false.
 */
export function isNarrower(
  parameters: readonly ActionParameter[],
  own: readonly BoundParameter[],
  others: readonly BoundParameter[],
): boolean {
  let isStrict = false;
  const isLocated = parameters.some(({ locates }) => locates);
  for (const [slot, parameter] of parameters.entries()) {
    const narrow = own.find((each) => each.slot === slot);
    const wide = others.find((each) => each.slot === slot);
    if (narrow === undefined && wide === undefined) continue;
    const mayBeStrict = (parameter.locates || !isLocated) && !listsAll(wide, narrow);
    const all = valuesOf(parameter);
    if (all !== undefined) {
      const admitted = all.filter((value) => wide?.admits(value) ?? true);
      const ownValues = all.filter((value) => narrow?.admits(value) ?? true);
      if (!ownValues.every((value) => admitted.includes(value))) return false;
      isStrict ||= mayBeStrict && ownValues.length < admitted.length;
    } else if (narrow === undefined) return false;
    else {
      if (wide !== undefined && !bindingContains(wide.binding, narrow.binding)) return false;
      isStrict ||= mayBeStrict && admitsMore(wide, narrow, parameter);
    }
  }
  return isStrict;
}

/** Whether a binding has all entries of the narrow one, so that it is no catch-all beside it. */
function listsAll(wide: BoundParameter | undefined, narrow: BoundParameter | undefined): boolean {
  if (wide === undefined || narrow === undefined) return false;
  const entries = bindingEntries(wide.binding);
  return bindingEntries(narrow.binding).every((entry) => entries.includes(entry));
}

/** Returns all values of a parameter, if its definition lists them. */
function valuesOf(parameter: ActionParameter): readonly JsonValue[] | undefined {
  const { constraints, type } = parameter;
  if (type === 'boolean') return [false, true];
  const check = compileValueCheck(parameter);
  return type === 'array' ? undefined : constraints?.enum?.filter((value) => check(value) === undefined);
}

/** Texts in place of a wildcard, as examples. */
const FILLERS = ['1', 'a', 'app-1', 'z9.z', 'a/b', 'a:b'];

/** Whether a binding admits a value that the narrow one refuses. A missing binding admits every value. */
function admitsMore(wide: BoundParameter | undefined, narrow: BoundParameter, parameter: ActionParameter): boolean {
  // Most parameters have no other values than those that `*` admits.
  if (bindingEntries(narrow.binding).some((entry) => /^\*+$/.test(String(entry)))) return false;
  if (wide === undefined) return true;
  return bindingEntries(wide.binding).some((entry) => {
    if (!isBindingGlob(entry)) return !narrow.admits(entry) && compileValueCheck(parameter)(entry) === undefined;
    const examples = FILLERS.map((filler) => entry.replaceAll(/\*+/g, filler));
    return examples.some((example) => wide.admits(example) && !narrow.admits(example));
  });
}

/** Whether two bindings may admit the same value. If this is in doubt, it is true. */
export function mayOverlap(left: BoundParameter, right: BoundParameter): boolean {
  return bindingEntries(left.binding).some((one) => {
    if (!isBindingGlob(one)) return right.admits(one);
    return bindingEntries(right.binding).some((other) => {
      if (!isBindingGlob(other)) return left.admits(other);
      const [first, second] = [prefixOf(one), prefixOf(other)];
      return first.startsWith(second) || second.startsWith(first);
    });
  });
}

/** Returns the text before the first wildcard of a glob. Every value that the glob admits begins with it. */
export function prefixOf(glob: string): string {
  return /^[^*]*/.exec(glob)?.[0] ?? '';
}
