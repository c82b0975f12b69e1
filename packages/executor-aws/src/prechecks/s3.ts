import type { Check } from '../api/action-context.ts';

/** Checks of the actions of S3, by their names in the catalog. */
export const S3_PRECHECKS: Readonly<Record<string, Check>> = {};
