import type { DelegationGrantedFields, DelegationRefusedFields, LiftedFields, RevokedFields } from '@agent-safe/core';
import * as z from 'zod';
import { code, count, event, nullableString, optional, string, strings, time } from './event.ts';

export const delegationGranted = event<DelegationGrantedFields>()('delegation', {
  result: z.literal('allow').describe('The delegation was granted.'),
  parent_agent_id: string.describe('Agent id of the delegator.'),
  child_agent_id: string.describe('Agent id of the delegate.'),
  chain: strings.describe('Agent ids of the delegators, outermost first. The last id is the parent.'),
  roles: strings.describe('Roles that the child received.'),
  groups: strings.describe('Groups that the child received.'),
  actions: strings.nullable().describe('Globs over action names. Null: this delegation adds no restriction.'),
  targets: strings.nullable().describe('Globs over target ids. Null: this delegation adds no restriction.'),
  max_depth: count
    .nullable()
    .describe('Highest number of hops in the chain. Null: only the limit of the settings applies.'),
  jti: string.describe("Id of the child's token."),
  parent_jti: nullableString.describe("Id of the parent's token. Null for a token of 0.11."),
  expires_at: time.describe("End of the child's token: RFC 3339, UTC."),
});

export const delegationRefused = event<DelegationRefusedFields>()('delegation', {
  result: z.literal('deny').describe('The delegation was refused.'),
  code: code.describe('Machine code of the refusal, such as role_not_held.'),
  reason: string.describe('Reason of the refusal, as text.'),
  parent_agent_id: nullableString.describe("Agent id of the delegator. Null if the parent's token is invalid."),
  child_agent_id: nullableString.describe('Agent id of the delegate. Null if the request names no child.'),
});

const kind = z.enum(['agent', 'token', 'all']).describe('Kind of the revoked subject.');
const id = string.describe('Id of the agent or of the token. Empty for the kind "all".');

export const revoked = event<RevokedFields>()('revocation', {
  change: z.literal('revoked').describe('The subject was revoked.'),
  kind,
  id,
  issued_until: time.nullable().describe('Tokens issued up to this time are revoked. Null: the revocation has no end.'),
});

export const lifted = event<LiftedFields>()('revocation', {
  change: z.literal('lifted').describe('The revocation was lifted.'),
  kind,
  id,
  issued_until: optional(time).describe('Tokens issued up to this time stay revoked. Absent: the time of the event.'),
});
