import { type CheckResult, type CredentialVault, quote, type RecordedLease } from '@agent-safe/core';
import type { Redactor } from '../run/redactor.ts';
import { TimeLimit } from '../run/time-limit.ts';

/** `revocation_failed`: the credentials may still be valid. */
export type RevokeResult = CheckResult<'revocation_failed'>;

/** In milliseconds, independent of the run's time limit: a canceled or timed-out run must not keep its credentials. */
const PATIENCE = 10_000;

/**
 * Revokes credentials. It does not throw.
 *
 * @param recorded the lease as the log has it, if another process may have issued it
 */
export async function revokeLease(
  vault: CredentialVault,
  leaseId: string,
  clock: () => number,
  redactor: Redactor,
  recorded?: RecordedLease,
): Promise<RevokeResult> {
  const limit = new TimeLimit(clock, PATIENCE);
  try {
    const revoked = await limit.wait(() => vault.revoke(leaseId, limit.signal, recorded));
    if (!revoked.done) return refuse('The vault did not answer in time.');
    // A vault that is written in JavaScript may return any value.
    const answer: CheckResult | undefined = revoked.value;
    if (answer?.ok !== true)
      return refuse(redactor.redact(answer?.reason ?? 'The vault did not confirm the revocation.'));
    if (vault.isScoped) return { ok: true };
    return refuse(
      `The vault ${quote(vault.name)} cannot revoke credentials that it did not create. Revoke them where they were created.`,
    );
  } catch (error) {
    return refuse(redactor.redactError(error));
  } finally {
    limit.close();
  }
}

function refuse(reason: string): RevokeResult {
  return { ok: false, code: 'revocation_failed', reason };
}
