import type { Check } from '../api/action-context.ts';

/** Checks of the actions of ECS, by their names in the catalog. */
export const ECS_PRECHECKS: Readonly<Record<string, Check>> = {};
