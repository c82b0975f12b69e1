import type { Caller } from '@agent-safe/core';
import type { Edit } from '@agent-safe/pdp';

/** The parts of a request that limits depend on. */
export interface LimitedRequest {
  readonly action: string;
  readonly target: string | undefined;
  readonly caller: Caller | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A verified caller with an unknown agent id. */
const UNKNOWN: Caller = { agent_id: '', verified: true, roles: [], groups: [], delegation_chain: [] };

/** Applies the edits of an explanation to the parts of a request that limits depend on. */
export function applyEdits(request: LimitedRequest, edits: readonly Edit[]): LimitedRequest {
  return edits.reduce(applyEdit, request);
}

function applyEdit(request: LimitedRequest, { change, field, to }: Edit): LimitedRequest {
  const { caller } = request;
  const text = typeof to === 'string' ? to : undefined;
  switch (field) {
    case 'action':
      return { ...request, action: text ?? request.action };
    case 'target':
      return { ...request, target: text };
    case 'at': {
      const at = Date.parse(text ?? '');
      return Number.isNaN(at) ? request : { ...request, at };
    }
    case 'caller':
      return { ...request, caller: change === 'remove' ? undefined : { ...(caller ?? UNKNOWN), verified: true } };
    case 'caller.agent_id':
      return { ...request, caller: { ...(caller ?? UNKNOWN), agent_id: text ?? '' } };
    case 'caller.delegation_chain': {
      const chain = Array.isArray(to) ? to.map(String) : [];
      return { ...request, caller: { ...(caller ?? UNKNOWN), delegation_chain: chain } };
    }
    default:
      return field.startsWith('caller.') ? { ...request, caller: caller ?? UNKNOWN } : request;
  }
}
