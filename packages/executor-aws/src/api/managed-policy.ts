import type { ActionContext } from './action-context.ts';
import { findPower } from './administration.ts';
import { parsePolicy } from './policy-document.ts';
import { readPolicyArn, readRoleName } from './read-params.ts';

/** Power over permissions that a managed policy gives to the role; undefined if there is none. */
export type JudgedPolicy =
  | { readonly ok: true; readonly power: string | undefined }
  | { readonly ok: false; readonly reason: string };

/** Judges the version of the managed policy that is in force, for the role of the parameters. @throws ApiError */
export async function judgePolicy({ aws, params }: ActionContext): Promise<JudgedPolicy> {
  const PolicyArn = readPolicyArn(params, 'policy_arn');
  const { Policy } = await aws.read('iam', (sdk) => new sdk.GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  if (VersionId === undefined) return { ok: false, reason: 'IAM did not report the version of the policy.' };
  const input = { PolicyArn, VersionId };
  const { PolicyVersion } = await aws.read('iam', (sdk) => new sdk.GetPolicyVersionCommand(input));
  // IAM encodes the text as in a URL.
  const parsed = parsePolicy(decode(PolicyVersion?.Document ?? ''));
  if (!parsed.ok) return { ok: false, reason: `The text of the policy cannot be read. ${parsed.reason}` };
  const { Role } = await aws.read(
    'iam',
    (sdk) => new sdk.GetRoleCommand({ RoleName: readRoleName(params, 'role_name') }),
  );
  if (Role?.Arn === undefined) return { ok: false, reason: 'IAM did not report the ARN of the role.' };
  const holder = { account: aws.accountId, partition: PolicyArn.split(':')[1] ?? '', own: [Role.Arn, PolicyArn] };
  const powers = parsed.statements.map((each) => findPower(each, holder));
  return { ok: true, power: powers.find((each) => each !== undefined) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
