import { limitKey } from '@agent-safe/risk/check';
import { refundCaller } from '../../lazy/limits.ts';
import { toLimiting } from '../../services/limits.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RequestState } from '../request/request-state.ts';

/**
 * Takes a request back from the limits and the score of its caller, because it could not be recorded. If the stores do not
 * answer, it stays counted.
 */
export async function refund(state: RequestState, services: PipelineServices): Promise<void> {
  const { at, caller, limitKeys, verdict, weights = [] } = state;
  const { clock, limits, verifiesCallers } = services;
  const limiting = toLimiting(limits, verifiesCallers);
  const { cumulativeRisk, riskStore } = limits;
  try {
    if (limiting !== undefined && limitKeys !== undefined) {
      const isReported = verdict.code !== 'state_unavailable' && verdict.code !== 'audit_unavailable';
      await refundCaller(limitKeys, isReported ? verdict.result : 'allow', limiting, at, clock());
    }
    if (cumulativeRisk === undefined) return;
    const key = limitKey(caller, verifiesCallers);
    const window = cumulativeRisk.window_seconds * 1_000;
    for (const weight of weights) await riskStore.refund?.(key, weight, window, clock());
  } catch {
    // A store that does not answer now does not answer the next request either, and that request is denied.
  }
}
