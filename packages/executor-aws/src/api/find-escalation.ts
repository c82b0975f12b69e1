import { randomUUID } from 'node:crypto';
import type { JsonObject, JsonValue } from '@agent-safe/core';
import { matches } from './iam-pattern.ts';
import { textsOf } from './policy-document.ts';

/** An action that lets a principal give itself any permission, and the kind of resource that it changes. */
type Escalation = readonly [action: string, resource: string];

const ESCALATIONS: readonly Escalation[] = [
  ['iam:AddClientIDToOpenIDConnectProvider', 'oidc-provider'],
  ['iam:AddUserToGroup', 'group'],
  ['iam:AttachGroupPolicy', 'group'],
  ['iam:AttachRolePolicy', 'role'],
  ['iam:AttachUserPolicy', 'user'],
  ['iam:CreateAccessKey', 'user'],
  ['iam:CreateLoginProfile', 'user'],
  ['iam:CreatePolicyVersion', 'policy'],
  ['iam:DeleteRolePermissionsBoundary', 'role'],
  ['iam:DeleteUserPermissionsBoundary', 'user'],
  ['iam:PassRole', 'role'],
  ['iam:PutGroupPolicy', 'group'],
  ['iam:PutRolePermissionsBoundary', 'role'],
  ['iam:PutRolePolicy', 'role'],
  ['iam:PutUserPermissionsBoundary', 'user'],
  ['iam:PutUserPolicy', 'user'],
  ['iam:SetDefaultPolicyVersion', 'policy'],
  ['iam:UpdateAssumeRolePolicy', 'role'],
  ['iam:UpdateLoginProfile', 'user'],
  ['iam:UpdateOpenIDConnectProviderThumbprint', 'oidc-provider'],
  ['iam:UpdateSAMLProvider', 'saml-provider'],
  ['sts:AssumeRole', 'role'],
];

/** Actions that extend the permissions of a role if their resource is the role, or a policy that is attached to it. */
const OWN_ESCALATIONS: ReadonlySet<string> = new Set([
  'iam:AttachRolePolicy',
  'iam:CreatePolicyVersion',
  'iam:DeleteRolePermissionsBoundary',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:SetDefaultPolicyVersion',
]);

/** The role that gets the permissions of a policy. */
export interface Holder {
  /** 12 digits. */
  readonly account: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** ARNs of the role, and of the policy itself. */
  readonly own: readonly string[];
}

/**
 * Finds an action with which the holder of a statement can become an administrator: it grants permissions, and its resource has any name, or
 * is the holder itself. Conditions are ignored, because their effect depends on the request.
 *
 * @returns the action and its resource, such as `iam:PassRole on all resources`; undefined for a statement without such an action
 */
export function findEscalation(statement: JsonObject, holder: Holder): string | undefined {
  if (statement.Effect !== 'Allow') return undefined;
  const names = makeNames();
  for (const [action, kind] of ESCALATIONS) {
    if (!includes(statement.Action, statement.NotAction, action.toLowerCase(), lower)) continue;
    const arns = names.map((name) => `arn:${holder.partition}:iam::${holder.account}:${kind}/${name}`);
    if (arns.some((arn) => includesResource(statement, arn))) return `${action} on all resources`;
    const own = OWN_ESCALATIONS.has(action)
      ? holder.own.filter((arn) => arn.split(':')[5]?.startsWith(`${kind}/`))
      : [];
    if (own.some((arn) => includesResource(statement, arn))) return `${action} on the ${kind} itself`;
  }
  return undefined;
}

/** Names that no policy mentions, with and without the usual separators. A statement that includes one includes names of any kind. */
function makeNames(): readonly string[] {
  return [`a-b_c.d-${randomUUID()}`, randomUUID().replaceAll('-', '')];
}

function includesResource({ NotResource, Resource }: JsonObject, arn: string): boolean {
  // A variable that an exception contains may have no value, so that the exception has no effect.
  return includes(Resource, NotResource, arn, NotResource === undefined ? anyVariable : exactly);
}

/** Names of actions are not case-sensitive. */
function lower(pattern: string): string {
  return pattern.toLowerCase();
}

/** A variable, such as `${aws:username}`, may have any value. */
function anyVariable(pattern: string): string {
  return pattern.replaceAll(/\$\{[^}]*\}/g, '*');
}

function exactly(pattern: string): string {
  return pattern;
}

function includes(
  only: JsonValue | undefined,
  except: JsonValue | undefined,
  value: string,
  normalize: (pattern: string) => string,
): boolean {
  const isNamed = (patterns: JsonValue | undefined) =>
    textsOf(patterns).some((each) => matches(normalize(each), value));
  return except === undefined ? isNamed(only) : !isNamed(except);
}
