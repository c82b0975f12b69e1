import type { PrecheckResult } from '@agent-safe/core';
import type { Work } from '../api/action-context.ts';

/** What a check found out. */
export type Finding = Omit<PrecheckResult, 'name'>;

/** Reads the system, and changes nothing. */
export type Check = (work: Work) => Promise<Finding> | Finding;

export function passed(reason: string): Finding {
  return { outcome: 'passed', reason };
}

export function failed(reason: string): Finding {
  return { outcome: 'failed', reason };
}

export function cannotTell(reason: string): Finding {
  return { outcome: 'cannot_tell', reason };
}

/** Whether an object is there. */
export function exists(what: string, pathOf: (params: Work['params']) => string): Check {
  return async ({ cluster, params }) =>
    (await cluster.find(pathOf(params))) === undefined ? failed(`There is no such ${what}.`) : passed('It is there.');
}
