import { canonicalJson, type JsonObject } from '@agent-safe/core';
import { type Field, field, ParameterRefused, readOptional, readText, success } from '@agent-safe/runner/executor-kit';
import type { ActionContext, AwsAction } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { NO_DRY_RUN } from '../api/dry-run.ts';
import { allowsAllActions, isPublic, parsePolicy } from '../api/policy-document.ts';
import { readBucket } from '../api/read-params.ts';

/** The owner of a bucket, so that a bucket with this name in another account is refused. */
export function bucketOf({ aws, params }: ActionContext): {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
} {
  return { Bucket: readBucket(params, 'bucket'), ExpectedBucketOwner: aws.accountId };
}

/** Reads the policy of the bucket. @returns undefined for a bucket without a policy @throws ApiError */
async function readPolicy(context: ActionContext): Promise<string | undefined> {
  try {
    const { Policy } = await context.aws.read('s3', (sdk) => new sdk.GetBucketPolicyCommand(bucketOf(context)));
    return Policy;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'NoSuchBucketPolicy') return undefined;
    throw error;
  }
}

/** Requested policy of a bucket: its text, and the statements in it. */
export interface RequestedPolicy {
  readonly text: string;
  readonly statements: readonly JsonObject[];
}

/** Returns the requested policy; undefined to remove the policy. @throws ParameterRefused */
export function readRequestedPolicy({ params }: ActionContext): RequestedPolicy | undefined {
  const text = readOptional(params, 'policy', readText);
  if (params.remove === true && text === undefined) return undefined;
  if (params.remove === true) throw new ParameterRefused('Give "policy" or "remove: true", and not both.');
  if (text === undefined) throw new ParameterRefused('Give "policy", or "remove: true".');
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new ParameterRefused(`The parameter "policy" is not a policy. ${parsed.reason}`);
  return { text, statements: parsed.statements };
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
    const input = { ...bucketOf(context), Policy: policy.text };
    await context.aws.change('s3', (sdk) => new sdk.PutBucketPolicyCommand(input));
    return success('The bucket has the policy.');
  },
  async dryRun(context) {
    const policy = readRequestedPolicy(context);
    const before = await readPolicy(context);
    const operation = policy === undefined ? 'DeleteBucketPolicy' : 'PutBucketPolicy';
    return {
      steps: [context.aws.describe('s3', operation, bucketOf(context))],
      difference: compare(listStatements(before), policy?.statements ?? []),
      unasked: `${NO_DRY_RUN} Its permission and the principals were not checked.`,
    };
  },
};

/** AWS may return a policy with other spaces and another order of members. */
function describePolicy(policy: string): Field {
  const parsed = parsePolicy(policy);
  return field(parsed.ok ? canonicalJson(parsed.document) : policy);
}

/** Compares by statement, because a policy is one long line. */
function compare(before: readonly JsonObject[], after: readonly JsonObject[]): string {
  const [old, now] = [before.map(canonicalJson), after.map(canonicalJson)];
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
