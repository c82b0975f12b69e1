import type { DelegationGrantedFields, DelegationRefusedFields, LiftedFields, RevokedFields } from '@agent-safe/core';
import * as z from 'zod';
import { code, count, event, nullableString, string, strings, time } from './event.ts';

export const delegationGranted = event<DelegationGrantedFields>()('delegation', {
  result: z.literal('allow'),
  parent_agent_id: string,
  child_agent_id: string,
  chain: strings.describe('Agent ids of those that delegated, outermost first.'),
  roles: strings,
  groups: strings,
  actions: strings.nullable().describe('Globs over action names. Null: no further limit.'),
  targets: strings.nullable().describe('Globs over target ids. Null: no further limit.'),
  max_depth: count.nullable().describe('The most hops of the chain.'),
  jti: string.describe("The id of the child's token."),
  parent_jti: nullableString.describe("The id of the parent's token."),
  expires_at: time,
});

export const delegationRefused = event<DelegationRefusedFields>()('delegation', {
  result: z.literal('deny'),
  code,
  reason: string,
  parent_agent_id: nullableString,
  child_agent_id: nullableString,
});

const kind = z.enum(['agent', 'token', 'all']);
const id = string.describe('Of the agent or the token; empty for all.');

export const revoked = event<RevokedFields>()('revocation', {
  change: z.literal('revoked'),
  kind,
  id,
  issued_until: time.nullable().describe('Tokens issued up to then are revoked. Null: for ever.'),
});

export const lifted = event<LiftedFields>()('revocation', { change: z.literal('lifted'), kind, id });
