import type { AwsAction } from '../api/action-context.ts';
import { BUCKET_POLICY_ACTIONS } from './bucket-policies.ts';
import { OBJECT_ACTIONS } from './objects.ts';

/** Actions of S3, by their names in the catalog. */
export const S3_ACTIONS: Readonly<Record<string, AwsAction>> = { ...BUCKET_POLICY_ACTIONS, ...OBJECT_ACTIONS };
