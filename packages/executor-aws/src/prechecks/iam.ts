import { cannotTell, failed, passed } from '@agent-safe/runner/executor-kit';
import { isAttached } from '../actions/iam.ts';
import type { Check } from '../api/action-context.ts';
import { assessPolicy } from '../api/managed-policy.ts';
import { readPolicyArn, readRoleName } from '../api/read-params.ts';

const roleExists: Check = async ({ aws, params }) => {
  const input = { RoleName: readRoleName(params, 'role_name') };
  const { Role } = await aws.read('iam', (sdk) => new sdk.GetRoleCommand(input));
  return Role === undefined ? failed('The role does not exist.') : passed('The role exists.');
};

const policyExists: Check = async ({ aws, params }) => {
  const input = { PolicyArn: readPolicyArn(params, 'policy_arn') };
  const { Policy } = await aws.read('iam', (sdk) => new sdk.GetPolicyCommand(input));
  return Policy === undefined ? failed('The policy does not exist.') : passed('The policy exists.');
};

const policyAttached: Check = async (context) =>
  (await isAttached(context))
    ? passed('The policy is attached to the role.')
    : failed('The policy is not attached to the role.');

/** Fails if the policy makes its holder an administrator and the parameters do not say so. */
const notAdministrator: Check = async (context) => {
  if (context.params.allow_administrator === true)
    return passed('"allow_administrator" permits administrator policies.');
  const assessed = await assessPolicy(context);
  if (!assessed.ok) return cannotTell(assessed.reason);
  const { escalation } = assessed;
  if (escalation === undefined) return passed('The holder of the policy cannot extend its permissions.');
  const advice = 'Give "allow_administrator: true" to attach it on purpose.';
  return failed(`The policy allows ${escalation}, so its holder can become an administrator. ${advice}`);
};

/** Checks of the actions of IAM, by their names in the catalog. */
export const IAM_PRECHECKS: Readonly<Record<string, Check>> = {
  'not-administrator': notAdministrator,
  'policy-attached': policyAttached,
  'policy-exists': policyExists,
  'role-exists': roleExists,
};
