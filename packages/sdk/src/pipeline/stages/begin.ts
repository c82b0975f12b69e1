import { randomUUID } from 'node:crypto';
import type { Origin } from '../request/origin.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { readRequest } from '../request/read-request.ts';
import { type RequestState, refuse } from '../request/request-state.ts';

/** The verdict before any stage has decided. */
const UNDECIDED = {
  result: 'deny',
  code: 'default_deny',
  reason: 'No stage has decided the request.',
  policy_matched: null,
} as const;

/** Reads a request once, and assigns an id and a time. Refuses with request_invalid. */
export function begin(
  request: unknown,
  { clock, readChangeTicket, pdp }: PipelineServices,
  { approvals, rollbackOf, verified }: Pick<Origin, 'approvals' | 'rollbackOf' | 'verified'> = {},
): RequestState {
  const read = readRequest(request);
  const { action, effective_risk, risk_class, target } = pdp.resolve(read.action, read.target, verified?.target);
  const state: RequestState = {
    request: { ...read, ticket_id: readChangeTicket(read.ticket_id) },
    rollbackOf,
    verified,
    approvals,
    auditId: `evt-${randomUUID()}`,
    at: clock(),
    action,
    target,
    caller: undefined,
    identity: undefined,
    params: undefined,
    binding: null,
    digest: null,
    verdict: { ...UNDECIDED, risk_class, effective_risk },
    refused: false,
  };
  if (!read.check.ok) return refuse(state, read.check.code, read.check.reason);
  if (verified?.caller === undefined || read.caller === undefined) return state;
  return refuse(state, 'request_invalid', 'The request names a caller, but the calling program has verified another.');
}
