import { type CredentialSweep, quote } from '@agent-safe/core';
import { readDenyPolicy, readDenyPolicyName } from './deny-policy.ts';
import { messageOf } from './message-of.ts';
import { isMissing, type VaultAccount } from './vault-account.ts';

/** Milliseconds by which the clocks of this machine and of AWS may differ. AWS refuses requests with a greater difference. */
export const CLOCK_MARGIN = 5 * 60_000;

/** Deletes the policies of sessions that have expired. Other policies of the role are not read. */
export async function sweepRole(
  account: VaultAccount,
  isLive: (leaseId: string) => boolean,
  now: number,
): Promise<CredentialSweep> {
  const removed: CredentialSweep['removed'][number][] = [];
  const kept: CredentialSweep['kept'][number][] = [];
  const failed: CredentialSweep['failed'][number][] = [];
  for (const name of await account.listPolicies()) {
    const lease_id = readDenyPolicyName(name);
    if (lease_id === undefined) continue;
    try {
      const { until } = readDenyPolicy(lease_id, await account.readPolicy(name));
      if (until === undefined || until + CLOCK_MARGIN > now || isLive(lease_id)) {
        kept.push({ lease_id, until: until === undefined ? null : new Date(until).toISOString() });
        continue;
      }
      await account.deletePolicy(name);
      removed.push({ lease_id, objects: [`policy ${name}`] });
    } catch (error) {
      // Another process deleted the policy meanwhile.
      if (isMissing(error)) continue;
      failed.push({ lease_id, reason: `The policy ${quote(name)} was not deleted: ${messageOf(error)}` });
    }
  }
  return { removed, kept, failed };
}
