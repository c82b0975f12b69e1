import type { JsonObject } from '@agent-safe/core';
import { type Field, field, ParameterRefused, readOptional, readText, success } from '@agent-safe/runner/executor-kit';
import type { ActionContext, AwsAction } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { sortedText } from '../api/json-text.ts';
import { allowsAllActions, isPublic, parsePolicy } from '../api/policy-document.ts';
import { readBucket } from '../api/read-params.ts';

/** The owner of a bucket, so that a bucket with this name in another account is refused. */
export function bucketOf({ aws, params }: ActionContext): {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
} {
  return { Bucket: readBucket(params, 'bucket'), ExpectedBucketOwner: aws.accountId };
}

/** Reads the policy of the bucket. @returns undefined if there is none @throws ApiError */
async function readPolicy(context: ActionContext): Promise<string | undefined> {
  try {
    const { Policy } = await context.aws.read('s3', (sdk) => new sdk.GetBucketPolicyCommand(bucketOf(context)));
    return Policy;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'NoSuchBucketPolicy') return undefined;
    throw error;
  }
}

/** Returns the requested policy; undefined to remove the policy. @throws ParameterRefused */
export function readRequestedPolicy({ params }: ActionContext): string | undefined {
  const policy = readOptional(params, 'policy', readText);
  if (params.remove === true && policy === undefined) return undefined;
  if (params.remove === true) throw new ParameterRefused('Give "policy" or "remove: true", and not both.');
  if (policy === undefined) throw new ParameterRefused('Give "policy", or "remove: true".');
  const parsed = parsePolicy(policy);
  if (!parsed.ok) throw new ParameterRefused(`The parameter "policy" is not a policy. ${parsed.reason}`);
  return policy;
}

/** Replaces or removes the policy of a bucket. */
const putBucketPolicy: AwsAction = {
  service: 's3',
  parameters: ['bucket', 'policy', 'remove', 'region', 'allow_public', 'allow_all_actions'],
  async readState(context) {
    const policy = await readPolicy(context);
    const statements = listStatements(policy);
    return {
      policy: policy === undefined ? { missing: 'The bucket has no policy.', absent: true } : describePolicy(policy),
      policy_missing: { value: policy === undefined },
      public: { value: statements.some(isPublic) },
      all_actions: { value: statements.some(allowsAllActions) },
    };
  },
  async execute(context) {
    const policy = readRequestedPolicy(context);
    if (policy === undefined) {
      await context.aws.change('s3', (sdk) => new sdk.DeleteBucketPolicyCommand(bucketOf(context)));
      return success('The bucket has no policy.');
    }
    const input = { ...bucketOf(context), Policy: policy };
    await context.aws.change('s3', (sdk) => new sdk.PutBucketPolicyCommand(input));
    return success('The bucket has the policy.');
  },
  async dryRun(context) {
    const policy = readRequestedPolicy(context);
    const before = await readPolicy(context);
    const operation = policy === undefined ? 'DeleteBucketPolicy' : 'PutBucketPolicy';
    return {
      steps: [context.aws.describe('s3', operation, bucketOf(context))],
      difference: compare(before, policy),
      unasked: 'AWS has no dry run for this change. Its permission and the principals were not checked.',
    };
  },
};

/** AWS may return a policy with other spaces and another order of members. */
function describePolicy(policy: string): Field {
  const parsed = parsePolicy(policy);
  return field(parsed.ok ? sortedText(parsed.document) : policy);
}

/** Compares by statement, because a policy is one long line. */
function compare(before: string | undefined, after: string | undefined): string {
  const [old, now] = [listStatements(before).map(sortedText), listStatements(after).map(sortedText)];
  return [
    ...old.filter((each) => !now.includes(each)).map((each) => `- ${each}`),
    ...now.filter((each) => !old.includes(each)).map((each) => `+ ${each}`),
  ].join('\n');
}

/** Returns the statements of a policy. A policy that cannot be read counts as one statement that allows everything. */
function listStatements(policy: string | undefined): readonly JsonObject[] {
  if (policy === undefined) return [];
  const parsed = parsePolicy(policy);
  return parsed.ok ? parsed.statements : [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }];
}

/** Actions on the policies of buckets, by their names in the catalog. */
export const BUCKET_POLICY_ACTIONS: Readonly<Record<string, AwsAction>> = {
  's3-put-bucket-policy': putBucketPolicy,
};
