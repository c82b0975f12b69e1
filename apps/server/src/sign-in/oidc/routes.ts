import type { SignInResult } from '@agent-safe/accounts';
import { AgentSafeError } from '@agent-safe/core';
import type { OidcSettings } from '@agent-safe/schemas';
import { servicesOf } from '@agent-safe/sdk/server';
import * as z from 'zod';
import { formatCookie, readCookie } from '../../callers/cookies.ts';
import { type Reply, refusal, refuse } from '../../http/reply.ts';
import { refuseAs } from '../../native/refusals.ts';
import { defineNative } from '../../native/route.ts';
import type { ServerContext } from '../../project/server-context.ts';
import type { Route, RouteRequest } from '../../routes/route.ts';
import { endEarlierSession, HOME, refuseSignIn, sessionCookie } from '../begin-session.ts';
import { ATTEMPT_SECONDS, type Attempt, isLocalPath, readAttempt, writeAttempt } from './attempt.ts';
import { mapUser } from './map-user.ts';
import { openProvider } from './provider.ts';

const tag = 'Sessions';
const CALLBACK = '/api/v1/session/oidc/callback';
const NOT_SET_UP = refusal(404, 'not_found', 'No OpenID provider is set up. Set "server.oidc".');
const UNAVAILABLE = refusal(503, 'unavailable', 'The OpenID provider cannot be used now. Try again later.');
const NOT_PROVED = { code: 'sign_in_refused', reason: 'The provider did not prove this sign-in. Sign in again.' };

const startQuery = z.strictObject({
  return_to: z.string().max(2_048).optional().describe('Path of this server where the browser goes after the sign-in.'),
});
const callbackQuery = z.record(z.string(), z.string().max(8_192));

/** Sign-in at an OpenID provider: the authorization code flow with PKCE. */
export const oidcRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'beginOidcSignIn',
    method: 'get',
    path: '/api/v1/session/oidc',
    access: 'public',
    summary: 'Begin a sign-in at the OpenID provider, in a browser',
    query: startQuery,
    refusals: [404, 422],
    answers: { 303: { description: 'The browser goes to the provider.' } },
    async handle({ query: { return_to = HOME } }, server) {
      const { oidc } = server.settings;
      if (oidc === undefined) return refuse(NOT_SET_UP);
      if (!isLocalPath(return_to)) {
        const reason = 'The path "return_to" is not of this server. Give a path that begins with one "/".';
        return refuseAs({ code: 'request_invalid', reason });
      }
      try {
        return await begin(oidc, return_to, server);
      } catch (error) {
        return fail(error, server);
      }
    },
  }),
  defineNative({
    tag,
    id: 'finishOidcSignIn',
    method: 'get',
    path: CALLBACK,
    access: 'public',
    summary: 'Take the answer of the OpenID provider, in the browser that began',
    query: callbackQuery,
    refusals: [401, 403, 404],
    answers: { 303: { description: 'Signed in.' } },
    async handle(request, server) {
      const { oidc } = server.settings;
      if (oidc === undefined) return refuse(NOT_SET_UP);
      const { isSecure } = server;
      const { clock } = servicesOf(server.project().safe);
      const attempt = readAttempt(readCookie(request.headers, 'agent_safe_oidc', isSecure), clock());
      if (attempt === undefined) {
        const reason = 'No sign-in began in this browser, or it took too long. Sign in again.';
        return refuseAs({ code: 'sign_in_refused', reason });
      }
      const reply = await finish(request, attempt, oidc, server);
      const headers = new Headers(reply.headers);
      headers.append('set-cookie', formatCookie('agent_safe_oidc', '', { isSecure, sameSite: 'Lax', seconds: 0 }));
      return new Response(reply.body, { status: reply.status, headers });
    },
  }),
];

async function begin(oidc: OidcSettings, returnTo: string, server: ServerContext): Promise<Reply> {
  const { client, config } = await openProvider(oidc);
  const { clock } = servicesOf(server.project().safe);
  const verifier = client.randomPKCECodeVerifier();
  const attempt: Attempt = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier,
    returnTo,
    startedAt: clock(),
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${server.publicUrl()}${CALLBACK}`,
    scope: oidc.scopes.join(' '),
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  // Lax, because the provider sends the browser back.
  const cookie = { isSecure: server.isSecure, sameSite: 'Lax', seconds: ATTEMPT_SECONDS } as const;
  const headers = {
    location: url.href,
    'set-cookie': formatCookie('agent_safe_oidc', writeAttempt(attempt), cookie),
  };
  return { status: 303, headers };
}

async function finish(
  request: Pick<RouteRequest<unknown, Readonly<Record<string, string>>>, 'address' | 'headers' | 'query'>,
  attempt: Attempt,
  oidc: OidcSettings,
  server: ServerContext,
): Promise<Response> {
  const claims = await proveClaims(request.query, attempt, oidc, server);
  if (claims instanceof Response) return claims;
  const user = mapUser(claims, oidc);
  if (!user.ok) return toResponse(refuseAs(user));
  const result = await signIn(user, request.address ?? null, server);
  if (!result.ok) return toResponse(refuseSignIn(result));
  await endEarlierSession(request.headers, server);
  const headers = { location: attempt.returnTo, 'set-cookie': sessionCookie(result, server) };
  return new Response(null, { status: 303, headers });
}

/** Signs in a user that has a role. A user who has none any more loses those of earlier sign-ins. */
async function signIn(
  { display_name, groups, id, roles }: Extract<ReturnType<typeof mapUser>, { readonly ok: true }>,
  address: string | null,
  { accounts }: ServerContext,
): Promise<SignInResult> {
  if (roles.length > 0) return accounts.signIn.withIdentity({ id, display_name, roles, groups }, address);
  const known = await accounts.users.get(id);
  if (known.ok && known.user.source === 'oidc') await accounts.users.change(id, { roles, groups });
  const reason = 'None of your groups has a role on this server. Ask an administrator.';
  return { ok: false, code: 'sign_in_refused', reason };
}

/** Exchanges the code of the provider for an ID token, and verifies it. */
async function proveClaims(
  query: Readonly<Record<string, string>>,
  { nonce, state, verifier }: Attempt,
  oidc: OidcSettings,
  server: ServerContext,
): Promise<Readonly<Record<string, unknown>> | Response> {
  try {
    const { client, config } = await openProvider(oidc);
    const url = new URL(`${server.publicUrl()}${CALLBACK}`);
    url.search = new URLSearchParams(query).toString();
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(config, url, checks);
    const claims = tokens.claims();
    return claims ?? toResponse(refuseAs(NOT_PROVED));
  } catch (error) {
    if (error instanceof AgentSafeError) return toResponse(fail(error, server));
    return toResponse(refuseAs(NOT_PROVED));
  }
}

/** The reason may name the provider, so only the log has it. */
function fail(error: unknown, server: ServerContext): Reply {
  server.onError(error, '/api/v1/session/oidc');
  return refuse(UNAVAILABLE);
}

function toResponse(reply: Reply): Response {
  if (reply instanceof Response) return reply;
  const { body, headers = {}, status } = reply;
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
