import { type CheckResult, holdsToken, type Refused } from '@agent-safe/core';
import { agentsOfKey } from '@agent-safe/risk';
import type { TokenService } from './token-service.ts';

/** The caller whose limits are shown or reset. */
export interface LimitSubject {
  readonly ok: true;
  /** The key of its limits. */
  readonly key: string;
  /** The agent id or name in the key; null for the shared keys `unverified:` and `nobody:`. */
  readonly caller: string | null;
  /** Agent ids that may not decide about these limits: the caller, and the agents of the token's delegation chain. */
  readonly agents: readonly string[];
  /** Ids of the tokens of that chain. */
  readonly tokens: readonly string[];
}

/** Characters of an agent id, and of the kind before it. */
const LONGEST_KEY = 262;
/** Characters of a key with a chain of agent ids. */
const LONGEST_PATH = 4_096;
const SHARED: readonly string[] = ['unverified:', 'nobody:'];

/**
 * Reads the caller whose limits are shown or reset: an agent id, an identity token, or the key of a {@link Standing}. A
 * token names the root of its chain, because delegated agents spend the limits of the root. An agent id that looks like
 * a key needs the prefix `agent:`.
 */
export async function readLimitSubject(
  given: string,
  tokenService: TokenService,
): Promise<LimitSubject | Refused<'caller_invalid'>> {
  if (typeof given !== 'string' || given.trim() === '') {
    const reason = 'The caller is missing. Give an agent id, an identity token, or a key such as "unverified:".';
    return { ok: false, code: 'caller_invalid', reason };
  }
  const text = given.trim();
  // The key goes into the audit log. No agent id is as long.
  const longest = /^(agent|below):.*>/.test(text) ? LONGEST_PATH : LONGEST_KEY;
  if (!holdsToken(text) && (text.length > longest || /\p{Cc}/u.test(text))) {
    const reason = `The caller is malformed. Give one line of up to ${LONGEST_KEY} characters.`;
    return { ok: false, code: 'caller_invalid', reason };
  }
  if (holdsToken(text)) return readToken(text, tokenService);
  if (SHARED.includes(text)) return { ok: true, key: text, caller: null, agents: [], tokens: [] };
  const [, kind = tokenService.verifiesCallers ? 'agent' : 'name', name = text] =
    /^(agent|below|name):(.+)$/.exec(text) ?? [];
  const key = `${kind}:${name}`;
  const path = agentsOfKey(key);
  // Of a path, the root and the last agent are involved. The delegators choose the names in between.
  const agents = [...new Set([path[0] ?? name, path.at(-1) ?? name])];
  return { ok: true, key, caller: path.at(-1) ?? name, agents, tokens: [] };
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

/** Checks that an approver is not involved: it is none of the agents, and none of the agents delegated to it. */
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
    'The approver is the caller, an agent of its delegation chain, or a delegate of one of these agents. Ask another approver.';
  return { ok: false, code: 'approver_is_caller', reason };
}
