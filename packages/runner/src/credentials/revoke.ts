import type { CredentialVault } from '@agent-safe/core';
import type { Secrets } from '../secrets.ts';
import { TimeLimit } from '../time-limit.ts';

/** Milliseconds. Of its own: who was stopped, or had no time left, must not keep credentials for that. */
const PATIENCE = 10_000;

/** Takes credentials back. It does not throw. @returns why they are not revoked; undefined where they are */
export async function revokeLease(
  vault: CredentialVault,
  leaseId: string,
  clock: () => number,
  secrets: Secrets,
): Promise<string | undefined> {
  const limit = new TimeLimit(clock, PATIENCE);
  try {
    const revoked = await limit.wait(() => vault.revoke(leaseId, limit.signal));
    return revoked.done ? undefined : 'The vault did not answer in time.';
  } catch (error) {
    return secrets.cleanError(error);
  } finally {
    limit.close();
  }
}
