import { AgentSafeError, holdsToken } from '@agent-safe/core';

/** The log holds the id as it is, so it must not be a secret. @throws AgentSafeError ERR_CONFIG_INVALID */
export function refuseCorrelation(id: string | undefined): void {
  if (id === undefined || (typeof id === 'string' && /^[\w.:/+=@-]{1,256}$/.test(id) && !holdsToken(id))) return;
  const summary =
    'A correlation id is malformed. Use up to 256 letters, digits and characters of "._:/+=@-", and no token.';
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
