import type { Decision, RequestBinding } from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import type { TicketRequest } from '@agent-safe/tickets';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RecordedDecision } from '../request/request-state.ts';

/**
 * Adds a ticket to an allowed decision that is recorded and bound to its request. Without a signing key, or if
 * the program asked for the decision alone, it adds none.
 */
export function issueTicket(recorded: RecordedDecision, services: PipelineServices): RecordedDecision {
  const { binding, decision, identity, state } = recorded;
  if (decision.result !== 'allow' || binding === null || services.record === undefined) return recorded;
  if (decision.ticket_requested === false) return recorded;
  const ticket = services.tokenService.issueTicket(toTicket(decision, binding, identity, state.validUntil));
  return ticket === undefined ? recorded : { ...recorded, decision: { ...decision, ticket } };
}

function toTicket(
  decision: Decision,
  binding: RequestBinding,
  identity: AgentIdentity | undefined,
  validUntil: number | undefined,
): TicketRequest {
  const chain = identity?.delegation_chain.map(({ agent_id, jti }) => ({ agent_id, jti })) ?? [];
  return {
    ...binding,
    chain,
    caller_jti: identity?.jti ?? null,
    audit_id: decision.audit_id,
    evaluated_at: Date.parse(decision.evaluated_at),
    caller_exp: identity?.exp,
    valid_until: validUntil,
  };
}
