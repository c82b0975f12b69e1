import type { JsonObject, Revocation } from '@agent-safe/core';
import * as z from 'zod';
import { agentId, count, json, jsonObject, nullableText, text, texts, time, token } from './values.ts';

const names = z.array(z.string().min(1).max(256)).max(100);
const ttl = z.number().min(0.001).max(31_536_000).exactOptional().describe('Lifetime, in seconds.');

export const issueRequest = z.strictObject({
  agent_id: agentId,
  agent_name: z.string().max(256).exactOptional(),
  roles: names.exactOptional(),
  groups: names.exactOptional(),
  ttl_seconds: ttl,
});
export const issued = z.strictObject({ token: text.describe('The identity token. Keep it secret.') });
export const verifyRequest = z.strictObject({ token });
const hop = z.strictObject({
  agent_id: text,
  agent_name: text,
  roles: texts,
  groups: texts,
  expires_at: time.nullable(),
});
export const verified = z.strictObject({
  agent_id: text,
  roles: texts,
  groups: texts,
  jti: nullableText.describe('Id of the token, for a revocation.'),
  issued_at: time,
  expires_at: time,
  hops: z.array(hop).readonly().describe('From the root to the agent.'),
});
const globs = z.array(z.string().min(1).max(1_024)).max(100);
export const delegateRequest = z.strictObject({
  child_agent_id: agentId,
  child_agent_name: z.string().max(256).exactOptional(),
  child_roles: names.exactOptional(),
  child_groups: names.exactOptional(),
  actions: globs.exactOptional(),
  targets: globs.exactOptional(),
  ttl_seconds: ttl,
  max_depth: z.int().min(0).max(1_000).exactOptional(),
});
export const delegated = z.strictObject({ token: text.describe('The token of the child. Keep it secret.'), jti: text });

/** The request that a ticket must authorize. */
export const ticketRequest = z.strictObject({
  token: token.describe('The execution ticket.'),
  expected: z
    .strictObject({
      action: z.string().max(256).exactOptional(),
      target: z.string().max(1_024).nullable().exactOptional(),
      params: (z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>).exactOptional(),
      caller: agentId.nullable().exactOptional(),
      ticket_id: z.string().max(1_024).nullable().exactOptional(),
      audit_id: z.string().max(256).exactOptional(),
      digest: z.string().max(256).exactOptional(),
    })
    .exactOptional()
    .describe('Members of the request that the ticket must authorize.'),
});
export const ticket = z.strictObject({
  action: text,
  target: nullableText,
  target_type: nullableText,
  scope: jsonObject.nullable(),
  params: jsonObject.describe('Sensitive values are masked.'),
  caller: nullableText,
  caller_verified: z.boolean(),
  caller_jti: nullableText,
  chain: z.array(z.strictObject({ agent_id: text, jti: nullableText })).readonly(),
  ticket_id: nullableText,
  definition: nullableText,
  rollback_of: text.exactOptional(),
  audit_id: text,
  nonce: text,
  digest: nullableText,
  issued_at: time,
  expires_at: time,
});

export const revocation = z.strictObject({
  kind: z.enum(['agent', 'token', 'all']),
  id: text,
  revoked_at: z.number().describe('Milliseconds since 1970, UTC.'),
  issued_until: z.number().nullable().describe('It applies to tokens issued up to this time. Null: to all tokens.'),
}) satisfies z.ZodType<Revocation>;
export const revocations = z.strictObject({ revocations: z.array(revocation).readonly() });
const id = z.string().min(1).max(512);
export const revokeRequest = z
  .union([
    z.strictObject({ agent: agentId }),
    z.strictObject({ token: id.describe('Id of a token (`jti`), an API key, a session or a ticket.') }),
    z.strictObject({ all: z.literal(true) }),
  ])
  .describe('An agent, a token, or everything issued until now.');
export const agentPath = z.strictObject({ agent: agentId });

const circuit = z.enum(['off', 'closed', 'open', 'half_open']);
const effect = z
  .strictObject({
    result: z.enum(['require_approval', 'deny']),
    code: z.enum(['rate_limited', 'circuit_open', 'risk_escalated', 'risk_denied', 'state_unavailable']),
    reason: text,
    until: z.number().nullable(),
  })
  .nullable();
const riskClass = z.enum(['low', 'medium', 'high', 'critical']);
const standing = z.strictObject({
  key: text.describe('agent:ID, name:NAME, unverified: or nobody:.'),
  risk: z
    .strictObject({
      score: z.number(),
      count,
      class: riskClass,
      entries: z.array(z.strictObject({ at: z.number(), weight: z.number(), count })).readonly(),
      falls: z.strictObject({ at: z.number(), to: z.number() }).nullable(),
    })
    .nullable(),
  rate: z.strictObject({ requests: count, remaining: count, circuit, denials: count, next: json }).nullable(),
  limits: jsonObject.nullable(),
  isCircuit: z.boolean(),
  next: z.array(z.strictObject({ risk_class: riskClass, limit: effect })).readonly(),
  problem: text.exactOptional(),
});
export const standings = z.strictObject({ callers: z.array(standing).readonly().describe('The most recent first.') });
export const limitsQuery = z.strictObject({
  caller: z.string().min(1).max(300).optional().describe('Agent id, or a key.'),
});
export const resetRequest = z.strictObject({
  caller: z.string().min(1).max(300).describe('Agent id, or a key such as unverified:.'),
  reason: z.string().min(1).max(1_000),
  approver_tokens: z.array(token).max(10).exactOptional().describe('Identity tokens of further approvers.'),
});
export const reset = z.strictObject({
  key: text,
  cumulative_risk_score: z.number().nullable(),
  circuit: circuit.nullable(),
  denials: count.nullable(),
  circuits: count.exactOptional(),
  event_id: text,
});
