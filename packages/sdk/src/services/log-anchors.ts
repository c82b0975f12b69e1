import type { LogAnchors } from '@agent-safe/audit';
import { readStateFacts } from '@agent-safe/audit/append';
import type { StateFacts } from '@agent-safe/core';
import { loadKeys, type Settings } from '@agent-safe/registry/open';
import { sqliteStores } from '@agent-safe/store-sqlite';
import { openVerifiers } from './checkpoint-keys.ts';

/** The keys of a project for checkpoints, and its state, which keeps the last checkpoint. */
export interface ProjectAnchors extends LogAnchors {
  /** Returns the number of state facts that a log has and the state lacks; 0 if the state has them all, or if there is no state. */
  readonly countLacking: (log: string) => Promise<number>;
  /** Returns the number of state facts of a log that the state has applied. Absent: there is no state. */
  readonly appliedFacts?: (log: string) => Promise<number>;
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
    countLacking: async (log) => (stores === undefined ? 0 : countLacking(log, stores.facts)),
    ...(stores === undefined ? {} : { appliedFacts: (log: string) => countApplied(log, stores.facts) }),
    close: async () => stores?.close(),
  };
}

async function countApplied(path: string, facts: StateFacts): Promise<number> {
  const log = await readStateFacts(path);
  return (log && (await facts.read(log))?.facts) ?? 0;
}

async function countLacking(path: string, facts: StateFacts): Promise<number> {
  const log = await readStateFacts(path);
  const isLost = log === undefined || log.id === '';
  // A log that is lost or unreadable may have had facts.
  const count = isLost ? 1 : log.count;
  if (count === 0) return 0;
  try {
    // The project may have been moved, so a lost log is not looked up by its path.
    if (isLost) return (await facts.logs()).length > 0 ? 0 : count;
    const known = await facts.read(log);
    return known?.facts === undefined || known.facts + known.announced < count ? count : 0;
  } catch {
    // A state that cannot be read has no facts.
    return count;
  }
}
