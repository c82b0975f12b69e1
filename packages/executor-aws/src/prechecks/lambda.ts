import type { Check } from '../api/action-context.ts';

/** Checks of the actions of LAMBDA, by their names in the catalog. */
export const LAMBDA_PRECHECKS: Readonly<Record<string, Check>> = {};
