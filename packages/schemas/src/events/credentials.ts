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

const lease_id = string.describe('Id of the lease. agent-safe credential revoke takes it.');
const vault = nullableString.describe('Name of the vault.');
const is_scoped = z.boolean().describe('Whether the vault limits the credentials to fields and ttl.');

export const credentialIssued = event<CredentialIssuedFields>()('credential_issued', {
  ...subject,
  lease_id,
  nonce,
  type: nullableString.describe('Type of the credentials, such as kubernetes.'),
  scope,
  fields: jsonObject.nullable().describe('Permissions of the credentials, with every template filled in.'),
  ttl: z.number().positive().nullable().describe('Lifetime in seconds.'),
  vault,
  is_scoped,
  deadline,
});

const attempt = { lease_id, vault, is_scoped };
const isRevoked = { ...attempt, revoked: z.literal(true).describe('The credentials were revoked.') };
const isNotRevoked = {
  ...attempt,
  revoked: z.literal(false).describe('The credentials were not revoked.'),
  reason: string.describe('Reason why the credentials were not revoked.'),
  lapsed: optional(z.literal(true)).describe('The credentials expired before they were revoked.'),
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
