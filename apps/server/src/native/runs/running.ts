import type { AgentSafe } from '@agent-safe/sdk';

/** Most runs at the same time. */
const MOST = 32;
const running = new WeakMap<AgentSafe, Map<string, AbortController>>();

/** A place among the runs of a server. */
export interface RunPlace {
  /** Stops the run. A client that leaves does not. */
  readonly signal: AbortSignal;
  readonly leave: () => void;
}

/** @returns undefined if too many runs are in progress, or this one is */
export function enterRun(safe: AgentSafe, auditId: string): RunPlace | undefined {
  const runs = running.get(safe) ?? new Map<string, AbortController>();
  running.set(safe, runs);
  if (runs.size >= MOST || runs.has(auditId)) return undefined;
  const stopping = new AbortController();
  runs.set(auditId, stopping);
  return { signal: stopping.signal, leave: () => runs.delete(auditId) };
}

/** Stops a run of this process. @returns whether it was in progress */
export function stopRun(safe: AgentSafe, auditId: string): boolean {
  const stopping = running.get(safe)?.get(auditId);
  stopping?.abort();
  return stopping !== undefined;
}
