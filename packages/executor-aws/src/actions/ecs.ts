import type { AwsAction } from '../api/action-context.ts';

/** Actions of ECS, by their names in the catalog. */
export const ECS_ACTIONS: Readonly<Record<string, AwsAction>> = {};
