import { type Action, isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import type { AccountSettings } from '../api/account-settings.ts';

export interface VaultPoliciesOptions {
  readonly account: Pick<AccountSettings, 'account_id' | 'external_id'> & { readonly role_arn: string };
  /** ARN of the user or role whose credentials the vault has. */
  readonly principal: string;
  /** Actions whose credentials the vault may issue. */
  readonly actions: readonly Pick<Action, 'credentials' | 'name'>[];
  /** Whether the vault ends sessions by a policy of the role. */
  readonly revoke: boolean;
}

/** The policies of the vault and of its role, with the least permissions. */
export type VaultPolicies = {
  readonly role_arn: string;
  /** Policy of the vault's own user or role. */
  readonly vault_policy: JsonObject;
  /** Trust policy of the role. */
  readonly trust_policy: JsonObject;
  /** Permissions of the role: those of all actions. A session gets those of its own action. */
  readonly role_policy: JsonObject;
};

/** Sessions are named after their leases. */
const SESSION_NAMES = 'lease-*';
const REVOKING = ['GetRole', 'PutRolePolicy', 'DeleteRolePolicy', 'GetRolePolicy', 'ListRolePolicies'];

/** Describes the policies that the vault needs in one account. */
export function describeVaultPolicies({ account, actions, principal, revoke }: VaultPoliciesOptions): VaultPolicies {
  const { external_id, role_arn } = account;
  const assuming = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const Principal = { AWS: principal };
  return {
    role_arn,
    vault_policy: document(
      { Effect: 'Allow', Action: assuming, Resource: role_arn },
      ...(revoke ? [{ Effect: 'Allow', Action: REVOKING.map((name) => `iam:${name}`), Resource: role_arn }] : []),
    ),
    trust_policy: document(
      {
        Effect: 'Allow',
        Principal,
        Action: 'sts:AssumeRole',
        Condition: {
          StringLike: { 'sts:RoleSessionName': SESSION_NAMES },
          ...(external_id === undefined ? {} : { StringEquals: { 'sts:ExternalId': external_id } }),
        },
      },
      // These requests have no external id. Without the statement above, they have no effect.
      { Effect: 'Allow', Principal, Action: ['sts:TagSession', 'sts:SetSourceIdentity'] },
    ),
    role_policy: document(
      ...describePermissions(actions, account.account_id),
      // An execution must not change the role of the vault.
      { Effect: 'Deny', Action: 'iam:*', Resource: role_arn },
    ),
  };
}

function document(...Statement: JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

/** Joins the rules of all actions. The values of parameters are not known yet, so wildcards stand for them. */
function describePermissions(actions: VaultPoliciesOptions['actions'], account: string): readonly JsonObject[] {
  const statements = new Map<string, Set<string>>();
  for (const { credentials } of actions) {
    if (credentials?.type !== 'aws') continue;
    const { rules } = credentials.fields;
    for (const rule of rules !== undefined && isJsonArray(rules) ? rules : [credentials.fields]) {
      if (typeof rule !== 'object' || rule === null || isJsonArray(rule)) continue;
      const resources = readTexts(rule.resources).map((resource) => fillIn(resource, account));
      const key = JSON.stringify(resources.length === 0 ? ['*'] : [...new Set(resources)].sort());
      const names = statements.get(key) ?? new Set();
      for (const name of readTexts(rule.actions)) names.add(name);
      statements.set(key, names);
    }
  }
  return [...statements].map(([key, names]) => ({
    Effect: 'Allow',
    Action: [...names].sort(),
    Resource: JSON.parse(key) as JsonValue,
  }));
}

function fillIn(resource: string, account: string): string {
  return resource.replaceAll(/\{\{\s*target\.scope\.account\s*\}\}/g, account).replaceAll(/\{\{[^}]*\}\}/g, '*');
}

function readTexts(value: JsonValue | undefined): readonly string[] {
  return value !== undefined && isJsonArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
