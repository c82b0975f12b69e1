import { openWitnesses, submitCheckpoint } from '@agent-safe/audit';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import type { AuditLogSettings } from '@agent-safe/registry/open';

/** Parts of the audit log for checkpoints. They load on first use, because a single decision needs none of them. */
export { noteSigner, noteVerifier } from '@agent-safe/audit';

/** Submits a checkpoint to witnesses. A failure is a warning: no decision depends on witnesses. */
export async function askWitnesses(
  path: string,
  note: string,
  { witnesses }: Pick<AuditLogSettings, 'witnesses'>,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const result of await submitCheckpoint(path, note, openWitnesses(witnesses), { signal }))
      if (!result.ok) warn(`The checkpoint has no cosignature: ${result.reason}`);
  } catch (error) {
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    warn(`The witnesses cannot be asked: ${why}`);
  }
}

function warn(message: string): void {
  process.emitWarning(message, { code: 'AGENT_SAFE_WITNESS' });
}
