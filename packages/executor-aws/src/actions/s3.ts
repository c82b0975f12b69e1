import type { AwsAction } from '../api/action-context.ts';
import { putBucketPolicy } from './bucket-policies.ts';
import { OBJECT_ACTIONS } from './objects.ts';

/** Actions of S3, by their names in the catalog. */
export const S3_ACTIONS: Readonly<Record<string, AwsAction>> = {
  ...OBJECT_ACTIONS,
  's3-put-bucket-policy': putBucketPolicy,
};
