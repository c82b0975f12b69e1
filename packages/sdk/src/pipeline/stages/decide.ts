import {
  bindRequest,
  digestBinding,
  digestJson,
  isDeepFrozen,
  type JsonValue,
  plain,
  type RequestBinding,
  type Target,
} from '@agent-safe/core';
import { digestOnce } from '../../services/action-digests.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RequestState } from '../request/request-state.ts';

/** Evaluates the policy, and binds its answer to the request by a digest. A deny ends the pipeline. */
export function decide(state: RequestState, { maskKey, pdp, secretNames }: PipelineServices): RequestState {
  const { at, caller } = state;
  const { action, params, target, ticket_id } = state.request;
  const described_target = state.verified?.target;
  const evaluation = pdp.evaluate({ action, target, described_target, caller, params, ticket_id, at });
  const { params: read, validUntil, verdict } = evaluation;
  const decided = { ...state, params: read, verdict, validUntil };
  const binding = bind(decided, { maskKey, secretNames });
  return {
    ...decided,
    binding,
    digest: binding === null ? null : digestOf(binding, described_target),
    refused: verdict.result === 'deny',
  };
}

/**
 * The inventory defines a target by its id. A described target has only its description, so an approval must not fit another
 * description with the same id.
 */
function digestOf(binding: RequestBinding, described: Target | undefined): string {
  const digest = digestBinding(binding);
  return described === undefined ? digest : digestJson({ request: digest, described_target: toPlain(described) });
}

const known = new WeakMap<Target, JsonValue>();

/** A target that cannot change is written once. */
function toPlain(described: Target): JsonValue {
  const found = known.get(described);
  if (found !== undefined) return found;
  const target = plain(described);
  if (isDeepFrozen(described)) known.set(described, target);
  return target;
}

/** Returns null if the request is malformed, or has a secret parameter and there is no mask key. */
function bind(
  { action, caller, params, request, rollbackOf, target }: RequestState,
  { maskKey, secretNames }: Pick<PipelineServices, 'maskKey' | 'secretNames'>,
): RequestBinding | null {
  if (action === undefined || params === undefined) return null;
  const { target: targetId = null, ticket_id: ticketId } = request;
  const given = { caller, targetId, target, action, params, ticketId, rollbackOf };
  return bindRequest({ ...given, definition: digestOnce(action), maskKey, secretNames });
}
