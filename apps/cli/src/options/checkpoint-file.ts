import { readFileSync } from 'node:fs';
import { AgentSafeError, describeCause } from '@agent-safe/core';

/** Reads the file of an option that takes a checkpoint. @throws AgentSafeError ERR_AUDIT_INVALID if it cannot be read */
export function readCheckpointFile(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const fix = 'Give a file that "agent-safe audit checkpoint" wrote.';
    throw new AgentSafeError(
      'ERR_AUDIT_INVALID',
      `${option} cannot be read: ${file} (${describeCause(error)}). ${fix}`,
    );
  }
}
