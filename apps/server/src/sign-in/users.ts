import type { UserResult } from '@agent-safe/accounts';
import type { Principal } from '../callers/principal.ts';
import { ok, type Reply } from '../http/reply.ts';
import { refuseAs } from '../native/refusals.ts';
import { defineNative } from '../native/route.ts';
import type { ServerContext } from '../project/server-context.ts';
import type { Route } from '../routes/route.ts';
import * as schemas from './schemas.ts';

const tag = 'Users';
const access = { user: 'admin' } as const;
const answers = { 200: { description: 'The user.', schema: schemas.user } };
const params = schemas.idPath;

/** Users of the server. */
export const userRoutes: readonly Route[] = [
  defineNative({
    tag,
    access,
    id: 'listUsers',
    method: 'get',
    path: '/api/v1/users',
    summary: 'List the users',
    answers: { 200: { description: 'The users.', schema: schemas.users } },
    handle: async (_, { accounts }) => ok({ users: await accounts.users.list() }),
  }),
  defineNative({
    tag,
    access,
    id: 'addUser',
    method: 'post',
    path: '/api/v1/users',
    summary: 'Add a local user',
    body: schemas.userRequest,
    refusals: [409, 422],
    answers: { 201: { description: 'The user.', schema: schemas.user } },
    handle: async ({ body, principal }, { accounts }) =>
      show(await accounts.users.create(body, author(principal)), 201),
  }),
  defineNative({
    tag,
    access,
    id: 'getUser',
    method: 'get',
    path: '/api/v1/users/{id}',
    summary: 'Read a user',
    params,
    answers,
    handle: async ({ path: { id } }, { accounts }) => show(await accounts.users.get(id)),
  }),
  defineNative({
    tag,
    access,
    id: 'changeUser',
    method: 'put',
    path: '/api/v1/users/{id}',
    summary: 'Change the name, roles or groups of a user. All sessions of the user end',
    params,
    body: schemas.userChange,
    refusals: [409, 422],
    answers,
    handle: async ({ body, path: { id }, principal }, { accounts }) =>
      show(await accounts.users.change(id, body, author(principal))),
  }),
  defineNative({
    tag,
    access,
    id: 'setUserPassword',
    method: 'post',
    path: '/api/v1/users/{id}/password',
    summary: 'Set the password of a local user. All sessions of the user end',
    params,
    body: schemas.newPassword,
    refusals: [409, 422],
    answers,
    handle: async ({ body: { password }, path: { id }, principal }, { accounts }) =>
      show(await accounts.users.setPassword(id, password, author(principal))),
  }),
  actionRoute('disableUser', 'disable', 'Disable a user. All sessions, sign-ins and approvals of the user end at once'),
  actionRoute('enableUser', 'enable', 'Let a disabled user sign in again. Earlier sessions stay ended'),
  defineNative({
    tag,
    access,
    id: 'endUserSessions',
    method: 'delete',
    path: '/api/v1/users/{id}/sessions',
    summary: 'End all sessions of a user',
    params,
    answers: { 200: { description: 'The number of sessions that ended.', schema: schemas.ended } },
    async handle({ path: { id }, principal }, { accounts }) {
      const found = await accounts.users.get(id);
      if (!found.ok) return refuseAs(found);
      return ok({ ended: await accounts.sessions.endAll(id, 'ended', author(principal)) });
    },
  }),
  defineNative({
    tag,
    access,
    id: 'removeUser',
    method: 'delete',
    path: '/api/v1/users/{id}',
    summary: 'Remove a user and all sessions',
    params,
    answers,
    handle: async ({ path: { id }, principal }, { accounts }) =>
      show(await accounts.users.remove(id, author(principal))),
  }),
];

function actionRoute(id: string, action: 'disable' | 'enable', summary: string): Route {
  return defineNative({
    tag,
    access,
    id,
    summary,
    method: 'post',
    path: `/api/v1/users/{id}/${action}`,
    params,
    answers,
    handle: async ({ path, principal }, { accounts }: ServerContext) =>
      show(await accounts.users[action](path.id, author(principal))),
  });
}

function show(result: UserResult, status = 200): Reply {
  return result.ok ? { status, body: result.user } : refuseAs(result);
}

/** The agent id of the user that makes a change, for the log. */
export function author(principal: Principal): string | null {
  return principal.kind === 'user' ? principal.agentId : null;
}
