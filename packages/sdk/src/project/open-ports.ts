import type { AuditStore, LogAnchors } from '@agent-safe/audit';
import { blockingFiles, openAuditLog } from '@agent-safe/audit/append';
import { DEFAULT_CHECKPOINTS, type Stores } from '@agent-safe/core';
import { type CheckpointKey, loadKeys, type Settings } from '@agent-safe/registry/open';
import { sqliteStores } from '@agent-safe/store-sqlite';
import { openVerifiers } from '../services/checkpoint-keys.ts';

/** The stores and the audit log of a project, opened once for several `AgentSafe`, as a server does that loads policies again. */
export interface ProjectPorts {
  /** Undefined if the project has no state. */
  readonly stores: Stores | undefined;
  /** Undefined if the project has no audit log. */
  readonly audit: AuditStore | undefined;
  /** Closes both. Close every `AgentSafe` that uses them before. */
  close(): Promise<void>;
}

/** Opens the stores and the audit log that the settings name. No file is read before the first use. */
export function openPorts(settings: Settings, clock: () => number): ProjectPorts {
  const stores = openDefaultStores(settings, clock);
  const audit = openDefaultLog(
    settings,
    false,
    clock,
    logAnchors(settings, stores, () => []),
  );
  const close = async () => {
    await audit?.close();
    await stores?.close();
  };
  return { stores, audit, close };
}

/**
 * Returns the evidence that a log is compared with before it is continued.
 *
 * @param known returns the keys that are loaded; without any, the key file is read
 */
export function logAnchors(
  { auditLog, keys }: Settings,
  stores: Stores | undefined,
  known: () => readonly CheckpointKey[],
): LogAnchors {
  return {
    // Without usable keys, the log is compared with a checkpoint whose signature is not verified.
    verifiers: () => openVerifiers(listCheckpointKeys(known(), keys)),
    checkpoints: stores?.logCheckpoints,
    every: keys === undefined ? (auditLog ?? DEFAULT_CHECKPOINTS).checkpoint_events : undefined,
  };
}

/** Opens the SQLite file that the settings name. */
export function openDefaultStores({ state }: Settings, clock: () => number): Stores | undefined {
  return state === undefined ? undefined : sqliteStores(state, { clock });
}

/** Opens the log file that the settings name. */
export function openDefaultLog(
  { auditLog }: Settings,
  isShortLived: boolean,
  clock: () => number,
  anchors: LogAnchors,
): AuditStore | undefined {
  if (auditLog === undefined) return undefined;
  const files = isShortLived ? { files: blockingFiles } : {};
  return openAuditLog(auditLog.path, { maxBytes: auditLog.max_bytes, clock, anchors, ...files });
}

/** Returns the keys that verify the log. A command that reads no keys still uses those of the key file, if the file can be used. */
function listCheckpointKeys(known: readonly CheckpointKey[], file: string | undefined): readonly CheckpointKey[] {
  if (known.length > 0 || file === undefined) return known;
  try {
    return loadKeys(file).checkpoints;
  } catch {
    return known;
  }
}
