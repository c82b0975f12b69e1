import { type CredentialVault, quote } from '@agent-safe/core';
import type { Secrets } from '../run/redactor.ts';
import { TimeLimit } from '../run/time-limit.ts';

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
    if (!revoked.done) return 'The vault did not answer in time.';
    if (vault.isScoped) return undefined;
    return `The vault ${quote(vault.name)} hands out what others have made, and cannot end it. End it where it was made.`;
  } catch (error) {
    return secrets.cleanError(error);
  } finally {
    limit.close();
  }
}
