import type { Check } from '../api/action-context.ts';

/** Checks of the actions of IAM, by their names in the catalog. */
export const IAM_PRECHECKS: Readonly<Record<string, Check>> = {};
