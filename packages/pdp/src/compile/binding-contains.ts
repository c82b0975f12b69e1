import { type Binding, compileGlob, type JsonScalar } from '@agent-safe/core';
import { compileBinding } from './bindings.ts';

/** Returns the entries of a binding. One of them must match. */
export function bindingEntries(binding: Binding): readonly JsonScalar[] {
  return isList(binding) ? binding : [binding];
}

function isList(binding: Binding): binding is readonly JsonScalar[] {
  return Array.isArray(binding);
}

/** Whether an entry of a binding is a glob. Other entries match exactly themselves. */
export function isBindingGlob(entry: JsonScalar): entry is string {
  return typeof entry === 'string' && /[*?[]/.test(entry);
}

/** Whether a binding admits every value that another one admits. If this is in doubt, it is false. */
export function bindingContains(outer: Binding, inner: Binding): boolean {
  const wide = bindingEntries(outer);
  return bindingEntries(inner).every((entry) => wide.some((each) => entryContains(each, entry)));
}

function entryContains(outer: JsonScalar, inner: JsonScalar): boolean {
  if (!isBindingGlob(inner)) return compileBinding(outer)(inner);
  return outer === inner || (isBindingGlob(outer) && globContains(tokensOf(outer), tokensOf(inner), outer));
}

/** A literal character, or `*`, `?` or a set, with their characters. */
function tokensOf(glob: string): readonly string[] {
  return glob.match(/\*+|\[!?\]?[^\]]*\]|./gsu) ?? [];
}

/** A star of the outer glob takes any tokens of the inner one, except characters that only a literal matches. */
function globContains(outer: readonly string[], inner: readonly string[], text: string): boolean {
  // reached[place]: whether the tokens of the outer glob so far contain the first tokens of the inner one.
  let reached = inner.map(() => false);
  reached.unshift(true);
  for (const token of outer) {
    const next = reached.map(() => false);
    for (let place = 0; place < reached.length; place++) {
      if (reached[place] !== true) continue;
      if (token.startsWith('*')) {
        for (let end = place; end < reached.length; end++) {
          next[end] = true;
          if (!mayTake(inner[end], text)) break;
        }
      } else if (tokenContains(token, inner[place])) next[place + 1] = true;
    }
    reached = next;
  }
  return reached.at(-1) === true;
}

function mayTake(token: string | undefined, outer: string): boolean {
  return token !== undefined && !/[/:@]/.test(token) && (!/[=+]/.test(token) || outer.includes(token));
}

function tokenContains(outer: string, inner: string | undefined): boolean {
  if (inner === undefined || inner.startsWith('*')) return false;
  return (
    outer === inner || (inner.length === 1 && inner !== '?' && !/[/:@=+]/.test(inner) && compileGlob(outer)(inner))
  );
}
