import type { AwsAction } from '../api/action-context.ts';

/** Actions of LAMBDA, by their names in the catalog. */
export const LAMBDA_ACTIONS: Readonly<Record<string, AwsAction>> = {};
