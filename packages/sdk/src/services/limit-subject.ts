import { type CheckResult, holdsToken, type Refused } from '@agent-safe/core';
import type { TokenService } from './token-service.ts';

/** The caller whose limits are meant. */
export interface LimitSubject {
  readonly ok: true;
  /** The key that its limits are counted under. */
  readonly key: string;
  /** The agent id or name in the key; null for the shared keys `unverified:` and `nobody:`. */
  readonly caller: string | null;
  /** Agent ids that may not decide about these limits: the caller, and the agents of the token's delegation chain. */
  readonly agents: readonly string[];
  /** Ids of the tokens of that chain. */
  readonly tokens: readonly string[];
}

const SHARED: readonly string[] = ['unverified:', 'nobody:'];

/**
 * Reads whose limits are meant: an agent id, an identity token, or a key as {@link Standing} has it. A token means the root of its
 * chain, because delegated agents spend the limits of the root. The agent id of an agent that is named like a key needs the prefix
 * `agent:`.
 */
export async function readLimitSubject(
  given: string,
  tokenService: TokenService,
): Promise<LimitSubject | Refused<'caller_invalid'>> {
  if (typeof given !== 'string' || given.trim() === '') {
    const reason = 'No caller is given. Give an agent id, an identity token, or a key such as "unverified:".';
    return { ok: false, code: 'caller_invalid', reason };
  }
  const text = given.trim();
  if (holdsToken(text)) return readToken(text, tokenService);
  if (SHARED.includes(text)) return { ok: true, key: text, caller: null, agents: [], tokens: [] };
  const [, kind = tokenService.verifiesCallers ? 'agent' : 'name', name = text] =
    /^(agent|name):(.+)$/.exec(text) ?? [];
  return { ok: true, key: `${kind}:${name}`, caller: name, agents: [name], tokens: [] };
}

async function readToken(token: string, tokenService: TokenService): Promise<LimitSubject | Refused<'caller_invalid'>> {
  const result = await tokenService.verify(token);
  if (!result.ok) return { ok: false, code: 'caller_invalid', reason: result.reason };
  const { agent_id, delegation_chain: chain, jti } = result.identity;
  const root = chain[0]?.agent_id ?? agent_id;
  return {
    ok: true,
    key: `agent:${root}`,
    caller: root,
    agents: [agent_id, ...chain.map((link) => link.agent_id)],
    tokens: [jti, ...chain.map((link) => link.jti)].filter((id) => id !== null),
  };
}

/** Checks that an approver has no part in the limits: it is not one of the agents, and no agent of them delegated to it. */
export function checkNotInvolved(
  { agents, tokens }: LimitSubject,
  approver: {
    readonly agent_id: string;
    readonly jti: string | null;
    readonly delegation_chain: readonly { readonly agent_id: string; readonly jti: string | null }[];
  },
): CheckResult<'approver_is_caller'> {
  const isInvolved = [approver, ...approver.delegation_chain].some(
    ({ agent_id, jti }) => agents.includes(agent_id) || (jti !== null && tokens.includes(jti)),
  );
  if (!isInvolved) return { ok: true };
  const reason =
    'The approver is the caller, an agent of its delegation chain, or an agent that one of them delegated to. Ask another approver.';
  return { ok: false, code: 'approver_is_caller', reason };
}
