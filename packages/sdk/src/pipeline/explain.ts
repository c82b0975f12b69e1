import type { Explanation } from '@agent-safe/pdp';
import type { PipelineServices } from './request/pipeline-services.ts';
import { begin } from './stages/begin.ts';
import { identify } from './stages/identify.ts';

/**
 * Explains the answer to a request at a time. It decides nothing and records nothing.
 *
 * @param at milliseconds since 1970, UTC
 */
export async function explain(request: unknown, services: PipelineServices, at: number): Promise<Explanation> {
  const begun = begin(request, services);
  const state = begun.refused ? begun : await identify(begun, services);
  const { code } = state.verdict;
  if (state.refused && code !== 'caller_unverified') {
    return { verdict: state.verdict, rules: [], hides: [], changes: [], tried: 0, complete: true };
  }
  const { action, params, target, ticket_id } = state.request;
  // The decision point refuses an unverified name itself, and lists the changes that would help.
  const caller = state.refused ? state.request.caller : state.caller;
  return services.pdp.explain({ action, target, caller, params, ticket_id, at });
}
