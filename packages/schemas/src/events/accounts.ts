import { API_KEY_SCOPES, type ApiKeyChangedFields } from '@agent-safe/core';
import * as z from 'zod';
import { event, list, nullableString, string, time } from './event.ts';

export const apiKeyChanged = event<ApiKeyChangedFields>()('api_key_changed', {
  change: z.enum(['created', 'rotated', 'revoked']).describe('What happened to the key.'),
  key_id: string.describe('Id of the key. It proves nothing.'),
  name: string.describe('Name of the key. Its agent id is pep:<name>.'),
  scopes: list(z.enum(API_KEY_SCOPES)).describe('What the key may be used for.'),
  expires_at: time.nullable().describe('End of the key: RFC 3339, UTC. Null: none.'),
  previous_until: time.nullable().describe('End of the previous secret after a rotation: RFC 3339, UTC. Null: none.'),
  changed_by: nullableString.describe('Agent id of the user who changed the key. Null: the command line.'),
});
