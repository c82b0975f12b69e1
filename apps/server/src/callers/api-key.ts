import type { ApiKeys } from '@agent-safe/accounts';
import type { HttpRefusal } from '../http/reply.ts';
import type { PepPrincipal } from './principal.ts';
import { refuseCredentials } from './refuse-credentials.ts';

/** Recognizes an API key. @returns undefined for text that is not an API key */
export async function recognizeKey(text: string, keys: ApiKeys): Promise<PepPrincipal | HttpRefusal | undefined> {
  if (!text.startsWith('ask_')) return undefined;
  const verified = await keys.verify(text);
  if (verified.ok) return { kind: 'pep', agentId: verified.caller.agent_id, scopes: verified.scopes };
  return refuseCredentials(verified);
}
