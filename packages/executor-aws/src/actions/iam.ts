import type { AwsAction } from '../api/action-context.ts';

/** Actions of IAM, by their names in the catalog. */
export const IAM_ACTIONS: Readonly<Record<string, AwsAction>> = {};
