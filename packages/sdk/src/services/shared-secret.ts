import { AgentSafeError } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';

/** The variable that the documentation names. It adds no trust unless the settings name it. */
const USUAL_VARIABLE = 'AGENT_SAFE_SIGNING_KEY';
let isWarned = false;

/**
 * Reads the shared secret of 0.11 from the environment variable that the settings name. A variable alone adds no trust:
 * a program that sets a variable could otherwise sign tokens for any agent.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID if the variable is not set. Without its secret, callers would count as written.
 */
export function readSharedSecret(
  { signingKeyVariable: variable }: Pick<Settings, 'signingKeyVariable'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  if (variable === undefined) {
    if (environment[USUAL_VARIABLE]?.trim()) warn();
    return undefined;
  }
  const value = environment[variable]?.trim() ?? '';
  if (value === '') {
    const summary = `The environment variable is not set: ${variable}. Set it, or remove "signing_key_env" from agent-safe.yaml.`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
  if (!value.startsWith('@')) return value;
  const summary = `The environment variable begins with "@": ${variable}. Set it to the secret itself, not to a file name.`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

function warn(): void {
  if (isWarned) return;
  isWarned = true;
  const text = `${USUAL_VARIABLE} is set, but no setting names it, so its tokens are not accepted. Add "signing_key_env: ${USUAL_VARIABLE}" to agent-safe.yaml, or unset the variable.`;
  process.emitWarning(text, { code: 'AGENT_SAFE_KEYS' });
}
