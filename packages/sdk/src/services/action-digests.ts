import { type Action, digestAction } from '@agent-safe/core';

/** A project is read once, and its actions stay the same objects. */
const known = new WeakMap<Action, string>();

/** Returns the digest of the definition of an action. It is computed once for each action of an open project. */
export function digestOnce(action: Action): string {
  let digest = known.get(action);
  if (digest === undefined) {
    digest = digestAction(action);
    known.set(action, digest);
  }
  return digest;
}
