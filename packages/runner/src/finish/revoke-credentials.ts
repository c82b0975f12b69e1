import { revokedDraft } from '../audit-events/drafts.ts';
import { PENDING } from '../credentials/issue.ts';
import { type RevokeResult, revokeLease } from '../credentials/revoke.ts';
import { endSentence } from '../run/one-line.ts';
import type { RunContext } from '../run/run-context.ts';
import type { UsedCredentials } from '../run/run-result.ts';
import type { IntendedRun, PerformedRun } from '../run/stage-results.ts';

const ADVICE = 'Run "agent-safe runner reconcile" after the time limit to revoke them.';

/** Revokes the credentials of a run with any outcome. A lease that the vault may still issue does not count as revoked. */
export async function revokeCredentials(
  run: RunContext,
  intended: IntendedRun,
  { isLeasePending }: PerformedRun,
): Promise<UsedCredentials | null> {
  const { clock, vault } = run.services;
  const { leaseId } = intended;
  if (vault === undefined || leaseId === undefined) return null;
  const answer = await revokeLease(vault, leaseId, clock, run.redactor);
  const pending: RevokeResult = { ok: false, code: 'revocation_failed', reason: PENDING };
  const revoked = answer.ok && isLeasePending ? pending : answer;
  // A vault with `isScoped: false` never revokes. Every report says so, and a warning at each run would only repeat that.
  if (!revoked.ok && vault.isScoped) {
    const advice = revoked === pending ? '' : ` ${ADVICE}`;
    run.warnings.push(`The credentials ${leaseId} could not be revoked. ${endSentence(revoked.reason)}${advice}`);
  }
  try {
    await run.record(revokedDraft(intended, vault, leaseId, revoked));
  } catch (error) {
    run.warnings.push(`The revocation of the credentials could not be recorded. ${run.redactor.redactError(error)}`);
  }
  return { lease_id: leaseId, vault: vault.name, is_scoped: vault.isScoped, revoked: revoked.ok };
}
