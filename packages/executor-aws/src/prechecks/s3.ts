import type { JsonObject, PrecheckResult } from '@agent-safe/core';
import { failed, passed } from '@agent-safe/runner/executor-kit';
import { type RequestedPolicy, readRequestedPolicy } from '../actions/bucket-policies.ts';
import { checkBucket, findObject } from '../actions/objects.ts';
import type { Check } from '../api/action-context.ts';
import { allowsAllActions, isPublic, textsOf } from '../api/policy-document.ts';
import { readBucket } from '../api/read-params.ts';

/** Bytes of the longest policy of a bucket. */
const LONGEST_POLICY = 20_480;

const bucketExists: Check = async (context) => {
  await checkBucket(context);
  return passed('The bucket exists in the account.');
};

const objectExists: Check = async (context) =>
  (await findObject(context)) === undefined ? failed('The object does not exist.') : passed('The object exists.');

const policyValid: Check = async (context) => {
  const policy = readRequestedPolicy(context);
  if (policy === undefined) return passed('The policy is removed.');
  if (Buffer.byteLength(policy.text) > LONGEST_POLICY)
    return failed(`The policy has more than ${LONGEST_POLICY} bytes.`);
  const bucket = readBucket(context.params, 'bucket');
  for (const [index, statement] of policy.statements.entries()) {
    const wrong = findWrong(statement, bucket);
    if (wrong !== undefined) return failed(`Statement ${index + 1}: ${wrong}`);
  }
  return passed('The policy is valid and names this bucket only.');
};

function findWrong(statement: JsonObject, bucket: string): string | undefined {
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) return 'it has no "Principal".';
  if (statement.NotResource !== undefined) return '"NotResource" names other buckets.';
  const other = textsOf(statement.Resource).find((each) => !isOfBucket(each, bucket));
  return other === undefined
    ? undefined
    : `the resource ${JSON.stringify(other)} is not in the bucket ${JSON.stringify(bucket)}.`;
}

function isOfBucket(arn: string, bucket: string): boolean {
  const found = /^arn:aws[a-z-]*:s3:::([^/]*)(?:\/|$)/.exec(arn);
  return found?.[1] === bucket;
}

const notPublic: Check = (context) =>
  refuseWide(context.params, 'allow_public', isPublic, 'allows every principal', readRequestedPolicy(context));

const notAllActions: Check = (context) =>
  refuseWide(context.params, 'allow_all_actions', allowsAllActions, 'allows all actions', readRequestedPolicy(context));

/** Fails for a statement that is too wide, unless a parameter permits it. */
function refuseWide(
  params: JsonObject,
  permission: string,
  isWide: (statement: JsonObject) => boolean,
  what: string,
  policy: RequestedPolicy | undefined,
): PrecheckResult {
  if (policy === undefined) return passed('The policy is removed.');
  const index = policy.statements.findIndex(isWide);
  if (index < 0) return passed(`No statement ${what}.`);
  if (params[permission] === true) return passed(`Statement ${index + 1} ${what}, as "${permission}" permits.`);
  return failed(`Statement ${index + 1} ${what}. Give "${permission}: true" to set it on purpose.`);
}

/** Checks of the actions of S3, by their names in the catalog. */
export const S3_PRECHECKS: Readonly<Record<string, Check>> = {
  'bucket-exists': bucketExists,
  'object-exists': objectExists,
  'policy-not-all-actions': notAllActions,
  'policy-not-public': notPublic,
  'policy-valid': policyValid,
};
