import type { JsonObject } from '@agent-safe/core';
import { failed, type PrecheckDefinition, passed } from '@agent-safe/runner/executor-kit';
import type { Reach } from '../api/action-context.ts';

/** Check of the Kubernetes executor. */
export type Check = PrecheckDefinition<Reach>;

/** Creates a check that passes if an object exists. */
export function exists(what: string, pathOf: (params: JsonObject) => string): Check {
  return async ({ cluster, params }) =>
    (await cluster.find(pathOf(params))) === undefined
      ? failed(`The ${what} does not exist.`)
      : passed(`The ${what} exists.`);
}
