import type { LogAnchors } from '@agent-safe/audit';
import { loadKeys, type Settings } from '@agent-safe/registry/open';
import { sqliteStores } from '@agent-safe/store-sqlite';
import { openVerifiers } from './checkpoint-keys.ts';

/** The keys of a project for checkpoints, and its state, which keeps the last checkpoint. */
export interface ProjectAnchors extends LogAnchors {
  readonly close: () => Promise<void>;
}

/**
 * Opens the keys and the state of a project, to compare its audit log with its checkpoints. The state is opened on first use.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID when the keys are used
 */
export function openLogAnchors({ keys, state }: Pick<Settings, 'keys' | 'state'>): ProjectAnchors {
  const stores = state === undefined ? undefined : sqliteStores(state);
  return {
    verifiers: () => openVerifiers(keys === undefined ? [] : loadKeys(keys).checkpoints),
    checkpoints: stores?.logCheckpoints,
    close: async () => stores?.close(),
  };
}
