import type { JsonScalar, JsonValue } from '../json/json.ts';
import type { Binding } from '../model/target.ts';
import { compileParts, partsContain } from './path-glob.ts';

/** Characters that join parts of a name and have other meanings elsewhere. A wildcard matches one only if the binding contains it. */
const JOINTS = [':', '@', '=', '+'] as const;
/** Longest value that a wildcard matches. */
export const LONGEST_BOUND_VALUE = 1_024;

/** Compiles the check of whether a binding admits the value of a parameter. */
export function compileBinding(binding: Binding): (value: JsonValue) => boolean {
  if (!isList(binding)) return compileEntry(binding);
  const matchers = binding.map(compileEntry);
  return (value) => matchers.some((matches) => matches(value));
}

/** Returns the entries of a binding. One of them must match. */
export function bindingEntries(binding: Binding): readonly JsonScalar[] {
  return isList(binding) ? binding : [binding];
}

function isList(binding: Binding): binding is readonly JsonScalar[] {
  return Array.isArray(binding);
}

/** Whether an entry of a binding is a glob. Other entries match exactly themselves. */
export function isBindingGlob(entry: JsonScalar): entry is string {
  return typeof entry === 'string' && entry.includes('*');
}

/**
 * Whether a binding admits every value that another one admits. If this is in doubt, it is false.
 *
 * @example bindingContains('*', ['app', 'app-*']) // true
 */
export function bindingContains(outer: Binding, inner: Binding): boolean {
  const wide = bindingEntries(outer);
  return bindingEntries(inner).every((entry) => wide.some((each) => entryContains(each, entry)));
}

function entryContains(outer: JsonScalar, inner: JsonScalar): boolean {
  if (!isBindingGlob(inner)) return compileEntry(outer)(inner);
  return (
    isBindingGlob(outer) &&
    partsContain(outer, inner) &&
    jointsOf(inner).every((joint) => jointsOf(outer).includes(joint))
  );
}

/**
 * Compiles an exact value or a glob. A wildcard matches letters, digits and `._-`. It never matches a value that could leave the path
 * (`../../kube-system`) or that a command could read as something else (`--all`, `:main`). Each part between slashes starts with a letter
 * or digit.
 */
function compileEntry(entry: JsonScalar): (value: JsonValue) => boolean {
  if (!isBindingGlob(entry)) return (value) => value === entry;
  const part = `[A-Za-z0-9][A-Za-z0-9._${jointsOf(entry).join('')}-]*`;
  const names = new RegExp(`^${part}(?:/${part})*$`);
  const matches = compileParts(entry);
  return (value) =>
    typeof value === 'string' &&
    value.length <= LONGEST_BOUND_VALUE &&
    !value.includes('..') &&
    names.test(value) &&
    matches(value);
}

/** Returns the joints that the wildcards of a glob match. `**` crosses all parts, so it matches every separator. */
function jointsOf(glob: string): readonly string[] {
  return JOINTS.filter((joint) => glob.includes(joint) || (glob.includes('**') && ':@'.includes(joint)));
}

/**
 * Returns regular expressions for `compilePattern`. A value of at most `LONGEST_BOUND_VALUE` characters that matches all of them is a
 * value that the glob admits.
 */
export function bindingPatterns(glob: string): readonly string[] {
  const wildcards = glob.replaceAll(/\*+|[\\^$.+?()[\]{}|]/g, (found) => {
    if (found[0] !== '*') return `\\${found}`;
    return found === '*' ? '[^/:@]*' : '.*';
  });
  const part = `[A-Za-z0-9](?:\\.?[A-Za-z0-9_${jointsOf(glob).join('')}-])*\\.?`;
  return [wildcards, `${part}(?:/${part})*`];
}
