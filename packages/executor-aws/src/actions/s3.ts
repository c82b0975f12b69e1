import type { AwsAction } from '../api/action-context.ts';

/** Actions of S3, by their names in the catalog. */
export const S3_ACTIONS: Readonly<Record<string, AwsAction>> = {};
