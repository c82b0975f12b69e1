import {
  API_KEY_SCOPES,
  type ApiKeyChangedFields,
  SERVER_ROLES,
  type SessionEndedFields,
  SIGN_IN_METHODS,
  type SignedInFields,
  type SignInRefusedFields,
  type SignInsRefusedFields,
  USER_SOURCES,
  type UserChangedFields,
} from '@agent-safe/core';
import * as z from 'zod';
import { code, count, event, list, nullableString, string, strings, time } from './event.ts';

export const apiKeyChanged = event<ApiKeyChangedFields>()('api_key_changed', {
  change: z.enum(['created', 'rotated', 'revoked']).describe('The change of the key.'),
  key_id: string.describe('Id of the key. It proves nothing.'),
  name: string.describe('Name of the key. Its agent id is pep:<name>.'),
  scopes: list(z.enum(API_KEY_SCOPES)).describe('Uses that the key permits.'),
  expires_at: time.nullable().describe('End of the key: RFC 3339, UTC. Null: none.'),
  previous_until: time.nullable().describe('End of the previous secret after a rotation: RFC 3339, UTC. Null: none.'),
  changed_by: nullableString.describe('Agent id of the user who changed the key. Null: the command line.'),
});

export const userChanged = event<UserChangedFields>()('user_changed', {
  change: z.enum(['created', 'changed', 'password_set', 'disabled', 'enabled', 'removed']).describe('The change of the user.'),
  user_id: string.describe('Id of the user. The agent id is user:<id>.'),
  display_name: string.describe('Name of the user, as text.'),
  source: z.enum(USER_SOURCES).describe('local: signs in with a password. oidc: signs in at an OpenID provider.'),
  roles: list(z.enum(SERVER_ROLES)).describe('Roles on the server after the change.'),
  groups: strings.describe('Groups after the change.'),
  changed_by: nullableString.describe('Agent id of the user who made the change. Null: the command line.'),
});

const attempt = {
  method: z.enum(SIGN_IN_METHODS).describe('How the user signs in.'),
  address: nullableString.describe('Address of the client. Null: unknown, or a local socket.'),
};

export const signedIn = event<SignedInFields>()('sign_in', {
  ...attempt,
  result: z.literal('ok').describe('ok: the session began.'),
  user_id: string.describe('Id of the user.'),
  session_id: string.describe('Id of the session. It proves nothing.'),
});

export const signInRefused = event<SignInRefusedFields>()('sign_in', {
  ...attempt,
  result: z.literal('refused').describe('refused: there is no session.'),
  code: code.describe('Machine code of the refusal.'),
  user_id: nullableString.describe('Id of the user. Null: no known user.'),
});

export const signInsRefused = event<SignInsRefusedFields>()('sign_ins_refused', {
  count: count.describe('Number of refused sign-ins without an event of their own.'),
  recorded: count.describe('Number of refused sign-ins in the same time with an event of their own.'),
  since: time.describe('Start of the minute: RFC 3339, UTC.'),
  until: time.describe('End of the minute, or of the process that counted: RFC 3339, UTC.'),
});

export const sessionEnded = event<SessionEndedFields>()('session_ended', {
  user_id: string.describe('Id of the user.'),
  session_ids: strings.describe('Ids of the sessions.'),
  reason: z
    .enum(['signed_out', 'user_changed', 'password_set', 'disabled', 'removed', 'too_many', 'ended'])
    .describe('Why the sessions ended before their time.'),
  changed_by: nullableString.describe('Agent id of the user who ended them. Null: the command line.'),
});
