import { type Field, type Observation, observed, success, waiting } from '@agent-safe/runner/executor-kit';
import type { ActionContext, AwsAction } from '../api/action-context.ts';
import { NO_DRY_RUN } from '../api/dry-run.ts';
import { assessPolicy } from '../api/managed-policy.ts';
import { readPolicyArn, readRoleName } from '../api/read-params.ts';

const PARAMETERS = ['role_name', 'policy_arn', 'region'];

function inputOf({ params }: ActionContext): { readonly RoleName: string; readonly PolicyArn: string } {
  return { RoleName: readRoleName(params, 'role_name'), PolicyArn: readPolicyArn(params, 'policy_arn') };
}

/** Lists the ARNs of the attached policies, sorted. @throws ApiError */
async function listAttached(context: ActionContext): Promise<readonly string[]> {
  const { RoleName } = inputOf(context);
  const arns: string[] = [];
  let marker: string | undefined;
  do {
    const input = { RoleName, ...(marker !== undefined && { Marker: marker }) };
    const answer = await context.aws.read('iam', (sdk) => new sdk.ListAttachedRolePoliciesCommand(input));
    arns.push(...(answer.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn ?? ''));
    marker = answer.IsTruncated === true ? answer.Marker : undefined;
  } while (marker !== undefined);
  return arns.toSorted();
}

/** Whether the policy of the parameters is attached. @throws ApiError */
export async function isAttached(context: ActionContext): Promise<boolean> {
  return (await listAttached(context)).includes(inputOf(context).PolicyArn);
}

async function readState(context: ActionContext): Promise<Readonly<Record<string, Field>>> {
  const attached = await listAttached(context);
  return {
    attached_policies: { value: attached },
    attached: { value: attached.includes(inputOf(context).PolicyArn) },
  };
}

/** The rollback of a detachment needs `allow_administrator` for some policies. */
async function readDetachState(context: ActionContext): Promise<Readonly<Record<string, Field>>> {
  const assessed = await assessPolicy(context).catch((error: Error) => ({ ok: false as const, reason: error.message }));
  const administrator = assessed.ok ? { value: assessed.escalation !== undefined } : { missing: assessed.reason };
  return { ...(await readState(context)), administrator };
}

/** Builds the two actions, which are each other's rollback. */
function setAttached(goal: boolean): AwsAction {
  const [said, opposite] = goal ? ['attached', 'not attached'] : ['not attached', 'attached'];
  return {
    service: 'iam',
    parameters: goal ? [...PARAMETERS, 'allow_administrator'] : PARAMETERS,
    readState: goal ? readState : readDetachState,
    async execute(context) {
      if ((await isAttached(context)) === goal) return success(`The policy is ${said} already.`);
      const input = inputOf(context);
      if (goal) await context.aws.change('iam', (sdk) => new sdk.AttachRolePolicyCommand(input));
      else await context.aws.change('iam', (sdk) => new sdk.DetachRolePolicyCommand(input));
      return success(`The policy is ${said}. Requests see the change after some seconds.`);
    },
    async waitForEffect(context): Promise<Observation> {
      return (await isAttached(context)) === goal ? observed() : waiting(`The policy is still ${opposite}.`);
    },
    async dryRun(context) {
      const input = inputOf(context);
      const isDone = (await isAttached(context)) === goal;
      return {
        steps: [context.aws.describe('iam', goal ? 'AttachRolePolicy' : 'DetachRolePolicy', input)],
        difference: isDone ? '' : `${goal ? '+' : '-'} attached policy: ${input.PolicyArn}`,
        unasked: `${NO_DRY_RUN} Its permission was not checked.`,
      };
    },
  };
}

/** Actions of IAM, by their names in the catalog. */
export const IAM_ACTIONS: Readonly<Record<string, AwsAction>> = {
  'iam-attach-role-policy': setAttached(true),
  'iam-detach-role-policy': setAttached(false),
};
