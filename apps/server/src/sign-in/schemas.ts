import { API_KEY_SCOPES, SERVER_ROLES } from '@agent-safe/core';
import * as z from 'zod';

const text = z.string().min(1).max(1_024);
const time = z.string();
const roles = z.array(z.enum(SERVER_ROLES));
const groups = z.array(z.string());

export const passwordSignIn = z.strictObject({ user: text, password: text });
export const linkQuery = z.strictObject({ secret: text });
export const linkSignIn = z.strictObject({ link: text });
export const passwordChange = z.strictObject({ current_password: text, new_password: text });

export const session = z.strictObject({
  user_id: z.string(),
  agent_id: z.string(),
  display_name: z.string(),
  roles,
  groups,
  method: z.enum(['password', 'oidc', 'link']),
  session_id: z.string(),
  expires_at: time,
  csrf_token: z.string().describe('Send it as the header "x-csrf-token" with every request that changes something.'),
});

export const methods = z.strictObject({
  password: z.literal(true),
  oidc: z.boolean().describe('Whether GET /api/v1/session/oidc begins a sign-in at an OpenID provider.'),
});

export const sessions = z.strictObject({
  sessions: z.array(
    z.strictObject({
      session_id: z.string(),
      method: z.enum(['password', 'oidc', 'link']),
      created_at: time,
      last_used_at: time.nullable(),
      expires_at: time,
      is_current: z.boolean(),
    }),
  ),
});

export const ended = z.strictObject({ ended: z.int() });
export const idPath = z.strictObject({ id: z.string().min(1).max(256) });

export const user = z.strictObject({
  user_id: z.string(),
  agent_id: z.string(),
  display_name: z.string(),
  source: z.enum(['local', 'oidc']),
  roles,
  groups,
  status: z.enum(['active', 'disabled']),
  has_password: z.boolean(),
  created_at: time,
  last_used_at: time.nullable(),
});
export const users = z.strictObject({ users: z.array(user) });
export const userRequest = z.strictObject({
  id: text,
  display_name: text.optional(),
  roles: roles.optional(),
  groups: groups.optional(),
  password: text.optional(),
});
export const userChange = userRequest.pick({ display_name: true, roles: true, groups: true });
export const newPassword = z.strictObject({ password: text });

const scopes = z.array(z.enum(API_KEY_SCOPES));
export const apiKey = z.strictObject({
  prefix: z.string(),
  key_id: z.string(),
  name: z.string(),
  agent_id: z.string(),
  scopes,
  status: z.enum(['active', 'expired', 'revoked']),
  created_at: time,
  expires_at: time.nullable(),
  last_used_at: time.nullable(),
  previous_until: time.nullable(),
});
export const apiKeys = z.strictObject({ keys: z.array(apiKey) });
export const issuedKey = z.strictObject({
  secret: z.string().describe('The key. It is never shown again.'),
  key: apiKey,
});
export const keyRequest = z.strictObject({
  name: text,
  scopes: scopes.optional(),
  ttl_seconds: z.int().min(1).optional(),
});
export const keyRotation = z.strictObject({
  grace_seconds: z.int().min(0).optional(),
  ttl_seconds: z.int().min(1).optional(),
});
