import type { OpenOptions } from './open-options.ts';

const remembered = new WeakMap<object, OpenOptions>();

/** Remembers the options that an `AgentSafe` was opened with, so that a runner can open the same project. */
export function rememberOptions(safe: object, options: OpenOptions): void {
  remembered.set(safe, options);
}

/** @returns undefined for an object that is no `AgentSafe` */
export function recallOptions(safe: object): OpenOptions | undefined {
  return remembered.get(safe);
}
