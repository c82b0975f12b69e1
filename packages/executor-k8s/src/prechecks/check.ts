import type { JsonObject } from '@agent-safe/core';
import { failed, type PrecheckDefinition, passed } from '@agent-safe/runner/executor-kit';
import type { Reach } from '../api/action-context.ts';

export type Check = PrecheckDefinition<Reach>;

/** Whether an object is there. */
export function exists(what: string, pathOf: (params: JsonObject) => string): Check {
  return async ({ cluster, params }) =>
    (await cluster.find(pathOf(params))) === undefined ? failed(`There is no such ${what}.`) : passed('It is there.');
}
