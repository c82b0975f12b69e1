import type { LogCheckpoint, LogCheckpoints } from '@agent-safe/core';

/** A state in memory that keeps the last checkpoint of each log. */
export function memoryCheckpoints(): LogCheckpoints & { readonly known: Map<string, LogCheckpoint> } {
  const known = new Map<string, LogCheckpoint>();
  return {
    known,
    get: async (log) => known.get(log),
    put: async (log, checkpoint) => {
      if ((known.get(log)?.size ?? 0) <= checkpoint.size) known.set(log, checkpoint);
    },
    remove: async (log) => void known.delete(log),
  };
}
