import type {
  CredentialIssuedFields,
  CredentialNotRevokedFields,
  CredentialRevokedFields,
  ExecutionSubject,
  LeaseNotRevokedFields,
  LeaseRevokedFields,
} from '@agent-safe/core';
import * as z from 'zod';
import { event, jsonObject, nullableString, optional, string } from './event.ts';
import { deadline, nonce, scope, subject } from './execution.ts';

export const credentialIssued = event<CredentialIssuedFields>()('credential_issued', {
  ...subject,
  lease_id: string,
  nonce,
  type: nullableString,
  scope,
  fields: jsonObject.nullable().describe('The permissions of the credentials.'),
  ttl: z.number().positive().nullable().describe('Seconds.'),
  vault: nullableString,
  is_scoped: z.boolean().describe('Whether the vault limits them to fields and ttl.'),
  deadline,
});

const attempt = { lease_id: string, vault: nullableString, is_scoped: z.boolean() };
const isRevoked = { ...attempt, revoked: z.literal(true) };
const isNotRevoked = {
  ...attempt,
  revoked: z.literal(false),
  reason: string,
  lapsed: optional(z.literal(true)).describe('They expired by themselves.'),
};

export const credentialRevoked = event<CredentialRevokedFields>()('credential_revoked', { ...subject, ...isRevoked });
export const credentialNotRevoked = event<CredentialNotRevokedFields>()('credential_revoked', {
  ...subject,
  ...isNotRevoked,
});
export const leaseRevoked = event<Omit<LeaseRevokedFields, keyof ExecutionSubject>>()('credential_revoked', isRevoked);
export const leaseNotRevoked = event<Omit<LeaseNotRevokedFields, keyof ExecutionSubject>>()(
  'credential_revoked',
  isNotRevoked,
);
