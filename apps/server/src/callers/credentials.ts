import type { Accounts } from '@agent-safe/accounts';
import type { ServerSettings } from '@agent-safe/schemas';
import type { AgentSafe } from '@agent-safe/sdk';
import { recognizeKey } from './api-key.ts';
import type { Credentials } from './authenticate.ts';
import { openIssuers } from './issued-token.ts';
import { recognizeSession, type SessionCheck } from './session.ts';

/** Returns everything that proves a caller of a project. */
export function openCredentials(
  safe: AgentSafe,
  settings: Pick<ServerSettings, 'issuers'>,
  { keys, sessions }: Accounts,
  place: Omit<SessionCheck, 'sessions'>,
): Credentials {
  return {
    safe: () => safe,
    apiKey: (text) => recognizeKey(text, keys),
    issued: openIssuers(safe, settings),
    session: (headers, method) => recognizeSession(headers, method, { ...place, sessions }),
  };
}
