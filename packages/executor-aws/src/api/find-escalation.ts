import type { JsonObject, JsonValue } from '@agent-safe/core';
import { textsOf } from './policy-document.ts';

/** An action that lets a principal give itself any permission, and the kind of resource that it changes. */
type Escalation = readonly [action: string, resource: string];

const ESCALATIONS: readonly Escalation[] = [
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
  ['iam:PutRolePolicy', 'role'],
  ['iam:PutUserPolicy', 'user'],
  ['iam:SetDefaultPolicyVersion', 'policy'],
  ['iam:UpdateAssumeRolePolicy', 'role'],
  ['iam:UpdateLoginProfile', 'user'],
  ['sts:AssumeRole', 'role'],
];

/** A name that no policy mentions. A statement that includes it includes every name. */
const ANY_NAME = 'agent-safe-any-name';

/**
 * Finds an action with which a statement makes an administrator. Such an action grants permissions, and its resource has any name. Conditions
 * are ignored, because their effect depends on the request.
 *
 * @param account 12 digits
 * @returns the action; undefined if there is none
 */
export function findEscalation(statement: JsonObject, account: string): string | undefined {
  if (statement.Effect !== 'Allow') return undefined;
  const found = ESCALATIONS.find(([action, resource]) => {
    const arn = `arn:aws:iam::${account}:${resource}/${ANY_NAME}`;
    return (
      includes(statement.Action, statement.NotAction, action.toLowerCase(), lower) &&
      includes(
        statement.Resource,
        statement.NotResource,
        arn,
        statement.NotResource === undefined ? anyVariable : anyPartition,
      )
    );
  });
  return found?.[0];
}

/** Names of actions are not case-sensitive. */
function lower(pattern: string): string {
  return pattern.toLowerCase();
}

/** The partitions of China and of GovCloud have other names. */
function anyPartition(pattern: string): string {
  return pattern.replace(/^arn:aws-[a-z-]+:/, 'arn:aws:');
}

/** A variable, such as `${aws:username}`, may have any value. */
function anyVariable(pattern: string): string {
  return anyPartition(pattern).replaceAll(/\$\{[^}]*\}/g, '*');
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

/** Matches a pattern of IAM: `*` stands for any text and `?` for one character. The time is linear in the length of the pattern. */
export function matches(pattern: string, value: string): boolean {
  let [at, in_] = [0, 0];
  let star = -1;
  let retry = 0;
  while (in_ < value.length) {
    const sign = pattern[at];
    if (sign === '*') {
      star = at;
      retry = in_;
      at += 1;
    } else if (sign !== undefined && (sign === '?' || sign === value[in_])) {
      at += 1;
      in_ += 1;
    } else if (star >= 0) {
      retry += 1;
      in_ = retry;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
