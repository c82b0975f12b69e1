import { type CheckResult, quote } from '@agent-safe/core';
import { ApiError } from '../api/api-error.ts';
import { awsSaid } from './message-of.ts';
import { sweepRole } from './sweep.ts';
import type { VaultAccount, VaultRole } from './vault-account.ts';

export interface RevokedSession {
  readonly leaseId: string;
  /** Undefined if another process requested the session. */
  readonly roleId: string | undefined;
  /** Latest end of the session: milliseconds since 1970, UTC. */
  readonly until: number;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** Ends the permissions of a session by a policy of its role. It does not throw. */
export async function revokeSession(
  account: VaultAccount,
  { role_arn }: VaultRole,
  { leaseId, now, roleId, until }: RevokedSession,
): Promise<CheckResult<'not_revoked'>> {
  let permission = 'iam:GetRole';
  try {
    const id = roleId ?? (await account.readRole()).roleId;
    permission = 'iam:PutRolePolicy';
    try {
      await account.putDenyPolicy(id, leaseId, until);
    } catch (error) {
      // The policies of a role may have 10,240 characters together.
      if (!(error instanceof ApiError) || !/^LimitExceeded/.test(error.code ?? '')) throw error;
      permission = 'iam:ListRolePolicies, iam:GetRolePolicy and iam:DeleteRolePolicy';
      await sweepRole(account, () => false, now);
      permission = 'iam:PutRolePolicy';
      await account.putDenyPolicy(id, leaseId, until);
    }
    return { ok: true };
  } catch (error) {
    return { ok: false, code: 'not_revoked', reason: explain(error, permission, role_arn) };
  }
}

function explain(error: unknown, permission: string, roleArn: string): string {
  const said = awsSaid(error);
  const code = error instanceof ApiError ? (error.code ?? '') : '';
  if (/^AccessDenied/.test(code)) return `The vault needs ${permission} on ${quote(roleArn)} to revoke them. ${said}`;
  if (/^LimitExceeded/.test(code))
    return `The inline policies of ${quote(roleArn)} are full. Attach its permissions as managed policies. ${said}`;
  return `A policy for ${quote(roleArn)} could not be written. ${said}`;
}
