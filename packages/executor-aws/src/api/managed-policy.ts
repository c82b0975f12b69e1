import type { ActionContext } from './action-context.ts';
import { findEscalation } from './find-escalation.ts';
import { parsePolicy } from './policy-document.ts';
import { readPolicyArn, readRoleName } from './read-params.ts';

/** The action with which the role can extend its permissions by a managed policy. Undefined: the policy permits no such action. */
export type PolicyAssessment =
  | { readonly ok: true; readonly escalation: string | undefined }
  | { readonly ok: false; readonly reason: string };

/** Assesses the version of the managed policy that is in force, for the role of the parameters. @throws ApiError */
export async function assessPolicy({ aws, params }: ActionContext): Promise<PolicyAssessment> {
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
  const escalations = parsed.statements.map((each) => findEscalation(each, holder));
  return { ok: true, escalation: escalations.find((each) => each !== undefined) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
