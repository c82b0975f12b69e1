import type { ApiKeys } from '@agent-safe/accounts';
import { publicReason } from '../http/public-reason.ts';
import { type HttpRefusal, refusal } from '../http/reply.ts';
import type { PepPrincipal } from './principal.ts';

/** Recognizes an API key. @returns undefined for text that is not an API key */
export async function recognizeKey(text: string, keys: ApiKeys): Promise<PepPrincipal | HttpRefusal | undefined> {
  if (!text.startsWith('ask_')) return undefined;
  const verified = await keys.verify(text);
  if (verified.ok) return { kind: 'pep', agentId: verified.caller.agent_id, scopes: verified.scopes };
  if (verified.code === 'state_unavailable')
    return refusal(503, verified.code, publicReason(verified.code, verified.reason));
  return { ...refusal(401, verified.code, verified.reason), headers: { 'www-authenticate': 'Bearer' } };
}
