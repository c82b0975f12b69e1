import type { VerifiedSession } from '@agent-safe/accounts';
import { formatCookie } from '../callers/cookies.ts';
import type { Principal } from '../callers/principal.ts';
import { checkOrigin } from '../callers/same-origin.ts';
import { ok, type Reply, refuse } from '../http/reply.ts';
import { isLoopback } from '../listen/client-address.ts';
import { refuseAs } from '../native/refusals.ts';
import { defineNative } from '../native/route.ts';
import type { ServerContext } from '../project/server-context.ts';
import type { Route, RouteRequest } from '../routes/route.ts';
import { describeSession, endEarlierSession, HOME, refuseSignIn, sessionCookie } from './begin-session.ts';
import * as schemas from './schemas.ts';

const tag = 'Sessions';
const anyUser = { user: 'viewer' } as const;
const signedIn = { 201: { description: 'The session. The cookie proves it.', schema: schemas.session } };

/** Signing in and out. */
export const sessionRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'listSignInMethods',
    method: 'get',
    path: '/api/v1/sign-in',
    access: 'public',
    summary: 'List the ways to sign in',
    answers: { 200: { description: 'The ways to sign in.', schema: schemas.methods } },
    handle: (_, { settings }) => ok({ password: true, oidc: settings.oidc !== undefined }),
  }),
  defineNative({
    tag,
    id: 'signIn',
    method: 'post',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Sign in with a password. Failures delay the next attempts',
    body: schemas.passwordSignIn,
    refusals: [401, 403, 429],
    answers: signedIn,
    async handle(request, server) {
      const checked = checkOrigin(request.headers, server.publicUrl());
      if (!checked.ok) return refuse(checked);
      const { password, user } = request.body;
      return begin(request, server, await server.accounts.signIn.withPassword(user, password, addressOf(request)));
    },
  }),
  defineNative({
    tag,
    id: 'signInWithLink',
    method: 'post',
    path: '/api/v1/session/link',
    access: 'public',
    summary: 'Sign in with a one-time link, from this machine only',
    body: schemas.linkSignIn,
    refusals: [401, 403, 429],
    answers: signedIn,
    handle: async (request, server) => withLink(request, server, request.body.link),
  }),
  defineNative({
    tag,
    id: 'openSignInLink',
    method: 'get',
    path: '/api/v1/session/link',
    access: 'public',
    summary: 'Open a one-time sign-in link in a browser, on this machine only',
    query: schemas.linkQuery,
    refusals: [401, 403, 429],
    answers: { 303: { description: 'Signed in.' } },
    async handle(request, server) {
      const reply = await withLink(request, server, request.query.secret);
      if (reply instanceof Response || reply.status !== 201) return reply;
      return { status: 303, headers: { ...reply.headers, location: HOME } };
    },
  }),
  defineNative({
    tag,
    id: 'getSession',
    method: 'get',
    path: '/api/v1/session',
    access: anyUser,
    summary: 'Read the own session, with its CSRF token',
    answers: { 200: { description: 'The session.', schema: schemas.session } },
    handle: ({ principal }) => withSession(principal, async (session) => ok(describeSession(session))),
  }),
  defineNative({
    tag,
    id: 'signOut',
    method: 'delete',
    path: '/api/v1/session',
    access: anyUser,
    summary: 'Sign out',
    answers: { 204: { description: 'The session has ended.' } },
    handle: ({ principal }, { accounts, isSecure }) =>
      withSession(principal, async (session) => {
        await accounts.sessions.signOut(session);
        return {
          status: 204,
          headers: { 'set-cookie': formatCookie('agent_safe_session', '', { isSecure, seconds: 0 }) },
        };
      }),
  }),
  defineNative({
    tag,
    id: 'listSessions',
    method: 'get',
    path: '/api/v1/sessions',
    access: anyUser,
    summary: 'List the own sessions',
    answers: { 200: { description: 'The sessions.', schema: schemas.sessions } },
    handle: ({ principal }, { accounts }) =>
      withSession(principal, async ({ session_id, user_id }) => {
        const sessions = await accounts.sessions.list(user_id);
        return ok({ sessions: sessions.map((each) => ({ ...each, is_current: each.session_id === session_id })) });
      }),
  }),
  defineNative({
    tag,
    id: 'endSession',
    method: 'delete',
    path: '/api/v1/sessions/{id}',
    access: anyUser,
    summary: 'End an own session',
    params: schemas.idPath,
    answers: { 204: { description: 'The session has ended.' } },
    handle: ({ path: { id }, principal }, { accounts }) =>
      withSession(principal, async ({ user_id }) => {
        const own = await accounts.sessions.list(user_id);
        if (own.some(({ session_id }) => session_id === id)) {
          await accounts.sessions.signOut({ session_id: id, user_id });
          return { status: 204 };
        }
        return refuseAs({ code: 'not_found', reason: 'You have no session with this id. Check the id.' });
      }),
  }),
  defineNative({
    tag,
    id: 'changePassword',
    method: 'post',
    path: '/api/v1/password',
    access: anyUser,
    summary: 'Change the own password. All sessions end, and a new one begins',
    body: schemas.passwordChange,
    refusals: [409, 422, 429],
    answers: signedIn,
    handle: (request, server) =>
      withSession(request.principal, async ({ user_id }) => {
        const { current_password, new_password } = request.body;
        const { signIn, users } = server.accounts;
        const address = addressOf(request);
        const proved = await signIn.withPassword(user_id, current_password, address);
        if (!proved.ok) return refuseSignIn(proved);
        const changed = await users.setPassword(user_id, new_password, proved.session.caller.agent_id);
        if (changed.ok) return begin(request, server, await signIn.withPassword(user_id, new_password, address));
        await server.accounts.sessions.signOut(proved.session);
        return refuseAs(changed);
      }),
  }),
];

type SignInRequest = Pick<RouteRequest, 'address' | 'headers'>;

/** The address that sign-ins are counted by; null for a Unix socket. */
function addressOf({ address }: SignInRequest): string | null {
  return address ?? null;
}

async function withLink(request: SignInRequest, server: ServerContext, link: string): Promise<Reply> {
  const checked = checkOrigin(request.headers, server.publicUrl());
  if (!checked.ok) return refuse(checked);
  const address = addressOf(request);
  if (address !== null && !isLoopback(address)) {
    const reason = 'A sign-in link works on the machine of the server only. Sign in another way.';
    return refuseAs({ code: 'forbidden', reason });
  }
  return begin(request, server, await server.accounts.signIn.withLink(link, address));
}

async function begin(
  { headers }: SignInRequest,
  server: ServerContext,
  result: Awaited<ReturnType<ServerContext['accounts']['signIn']['withPassword']>>,
): Promise<Reply> {
  if (!result.ok) return refuseSignIn(result);
  await endEarlierSession(headers, server);
  return {
    status: 201,
    body: describeSession(result.session),
    headers: { 'set-cookie': sessionCookie(result, server) },
  };
}

/** Calls a handler with the session of a user. */
async function withSession(principal: Principal, handle: (session: VerifiedSession) => Promise<Reply>): Promise<Reply> {
  if (principal.kind === 'user' && principal.session !== undefined) return handle(principal.session);
  return refuseAs({ code: 'forbidden', reason: 'This needs a session. Sign in.' });
}
