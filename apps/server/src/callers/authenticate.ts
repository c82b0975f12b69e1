import type { AgentSafe } from '@agent-safe/sdk';
import { type HttpRefusal, refusal } from '../http/reply.ts';
import type { Access } from './access.ts';
import type { IssuedTokens } from './issued-token.ts';
import { hasRole, type PepPrincipal, type Principal, type UserPrincipal } from './principal.ts';
import { refuseCredentials } from './refuse-credentials.ts';

/** Recognizes callers by the credentials of a request. */
export interface Credentials {
  /** @returns undefined if the text is no API key */
  readonly apiKey: (text: string) => Promise<PepPrincipal | HttpRefusal | undefined>;
  /** @returns undefined if the text is no token of another issuer */
  readonly issued: IssuedTokens;
  /** @returns undefined if the request has no session cookie */
  readonly session: (headers: Headers, method: string) => Promise<UserPrincipal | HttpRefusal | undefined>;
  readonly safe: () => AgentSafe;
}

/** Finds who sends a request, and checks that the route is open to it. */
export async function authorize(
  headers: Headers,
  method: string,
  access: Access,
  credentials: Credentials,
): Promise<Principal | HttpRefusal> {
  if (access === 'public') return { kind: 'anonymous' };
  const principal = await authenticate(headers, method, credentials);
  if ('ok' in principal) return principal;
  const isAdmitted =
    (principal.kind === 'agent' && access.agent === true) ||
    (principal.kind === 'pep' && access.pep !== undefined && principal.scopes.includes(access.pep)) ||
    (principal.kind === 'user' && access.user !== undefined && hasRole(principal, access.user));
  if (isAdmitted) return principal;
  return refusal(403, 'forbidden', `This is not open to the ${NAMES[principal.kind]}. ${describe(access)}`);
}

const NAMES = { agent: 'agent', pep: 'API key', user: 'user', anonymous: 'public' } as const;

function describe({ agent, pep, user }: Exclude<Access, 'public'>): string {
  const admitted = [
    ...(agent === true ? ['an identity token'] : []),
    ...(pep === undefined ? [] : [`an API key with the scope "${pep}"`]),
    ...(user === undefined ? [] : [`a user with the role "${user}"`]),
  ];
  return `Use ${admitted.join(', or ')}.`;
}

async function authenticate(
  headers: Headers,
  method: string,
  { apiKey, issued, safe, session }: Credentials,
): Promise<Principal | HttpRefusal> {
  const header = headers.get('authorization');
  if (header === null) return (await session(headers, method)) ?? unauthenticated('The request has no credentials.');
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (token === '') return unauthenticated('The header "authorization" is not a bearer token.');
  const pep = await apiKey(token);
  if (pep !== undefined) return pep;
  const agent = await issued(token);
  if (agent !== undefined) return agent;
  const verified = await safe().tokens.verify(token);
  if (verified.ok) {
    const { agent_id: agentId, delegation_chain } = verified.identity;
    return { kind: 'agent', agentId, chain: delegation_chain.map(({ agent_id }) => agent_id), token };
  }
  return verified.code === 'state_unavailable'
    ? refuseCredentials(verified)
    : unauthenticated(verified.reason, verified.code);
}

function unauthenticated(reason: string, code = 'unauthenticated'): HttpRefusal {
  const advice = 'Send "authorization: Bearer", with an identity token or an API key, or sign in.';
  return refuseCredentials({ code, reason: `${reason} ${advice}` });
}
