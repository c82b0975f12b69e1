import { randomUUID } from 'node:crypto';
import { type AccountServices, quote, type Refused, type User, type UserChangedFields } from '@agent-safe/core';
import type { Sessions } from '../sessions/sessions.ts';
import { type ChangedBy, userAgentId, userBearer } from '../shared/agent-ids.ts';
import { refuse, toText } from '../shared/refuse.ts';
import { checkPassword, hashPassword } from './password.ts';
import { checkUserId, readDetails } from './read-user.ts';
import type { UserChange, UserListing, UserRequest, UserResult } from './user-types.ts';

/** The users of the server. Every method throws AgentSafeError ERR_STORE_UNAVAILABLE or ERR_AUDIT_UNAVAILABLE. */
export class Users {
  readonly #services: AccountServices;
  readonly #sessions: Sessions;

  constructor(services: AccountServices, sessions: Sessions) {
    this.#services = services;
    this.#sessions = sessions;
  }

  /** Creates a local user, and records it before. */
  async create(request: UserRequest, changedBy: ChangedBy = null): Promise<UserResult> {
    const { password } = request;
    const checked = await this.#checkNew(request);
    if (!checked.ok) return checked;
    if (password !== undefined) {
      const strong = checkPassword(password, request.id);
      if (!strong.ok) return strong;
    }
    const user = this.#newUser(checked.request, 'local', password === undefined ? null : await hashPassword(password));
    return this.#store(user, 'created', changedBy);
  }

  /**
   * Stores a user who signed in at an OpenID provider, with the current name, roles and groups. It never changes a local user: a
   * provider must not take over an account that it does not own.
   */
  async provision(request: Omit<UserRequest, 'password'>): Promise<UserResult> {
    const known = await this.#services.store.users.get(request.id);
    if (known === undefined) {
      const checked = await this.#checkNew(request);
      if (!checked.ok) return checked;
      return this.#store(this.#newUser(checked.request, 'oidc', null), 'created', null);
    }
    if (known.source !== 'oidc') {
      return refuse(
        'user_exists',
        `The id belongs to a local user: ${quote(known.id)}. Remove that user, or map the id differently.`,
      );
    }
    return this.change(request.id, { roles: [], groups: [], display_name: request.id, ...withoutUndefined(request) });
  }

  /** Lists all users by id. */
  async list(): Promise<readonly UserListing[]> {
    return Promise.all((await this.#services.store.users.list()).map((user) => this.#listing(user)));
  }

  async get(id: string): Promise<UserResult> {
    const found = await this.#find(id);
    return found.ok ? { ok: true, user: await this.#listing(found.user) } : found;
  }

  /** Changes the name, roles or groups. A change of roles or groups ends all sessions of the user. */
  async change(id: string, change: UserChange, changedBy: ChangedBy = null): Promise<UserResult> {
    const read = readDetails(change);
    if (!read.ok) return read;
    const found = await this.#find(id);
    if (!found.ok) return found;
    const { user } = found;
    const { display_name = user.display_name, groups = user.groups, roles = user.roles } = read;
    const isSame = isEqual(roles, user.roles) && isEqual(groups, user.groups);
    if (isSame && display_name === user.display_name) return { ok: true, user: await this.#listing(user) };
    const changed = { ...this.#next(user, !isSame), display_name, groups, roles };
    const result = await this.#store(changed, 'changed', changedBy);
    if (result.ok && !isSame) await this.#sessions.endAll(id, 'user_changed', changedBy);
    return result;
  }

  /** Sets the password of a local user. All sessions of the user end. */
  async setPassword(id: string, password: string, changedBy: ChangedBy = null): Promise<UserResult> {
    const found = await this.#find(id);
    if (!found.ok) return found;
    if (found.user.source !== 'local') {
      return refuse(
        'user_not_local',
        `The user signs in at an OpenID provider: ${quote(id)}. Change the password there.`,
      );
    }
    const strong = checkPassword(password, id);
    if (!strong.ok) return strong;
    const changed = { ...this.#next(found.user, true), password: await hashPassword(password) };
    const result = await this.#store(changed, 'password_set', changedBy);
    if (result.ok) await this.#sessions.endAll(id, 'password_set', changedBy);
    return result;
  }

  /**
   * Disables a user: revokes the agent `user:<id>`, which ends all sessions, sign-ins and approvals of the user at once, single
   * sign-on included. The revocation survives a rebuild of the state.
   */
  async disable(id: string, changedBy: ChangedBy = null): Promise<UserResult> {
    const found = await this.#find(id);
    if (!found.ok) return found;
    await this.#services.revoke({ agent: userAgentId(id) });
    await this.#record(found.user, 'disabled', changedBy);
    await this.#sessions.endAll(id, 'disabled', changedBy);
    return { ok: true, user: await this.#listing(found.user) };
  }

  /** Enables a user again. Earlier sessions stay ended. */
  async enable(id: string, changedBy: ChangedBy = null): Promise<UserResult> {
    const found = await this.#find(id);
    if (!found.ok) return found;
    await this.#record(found.user, 'enabled', changedBy);
    await this.#services.lift(userAgentId(id));
    return { ok: true, user: await this.#listing(found.user) };
  }

  /** Removes a user. A user of an OpenID provider returns with the next sign-in there: disable the user instead. */
  async remove(id: string, changedBy: ChangedBy = null): Promise<UserResult> {
    const found = await this.#find(id);
    if (!found.ok) return found;
    const user = await this.#listing(found.user);
    await this.#record(found.user, 'removed', changedBy);
    await this.#services.store.users.remove(id);
    await this.#sessions.endAll(id, 'removed', changedBy);
    return { ok: true, user };
  }

  async #checkNew(
    request: UserRequest,
  ): Promise<{ readonly ok: true; readonly request: UserRequest } | Refused<'user_invalid' | 'user_exists'>> {
    const checked = checkUserId(request.id);
    if (!checked.ok) return checked;
    const read = readDetails(request);
    if (!read.ok) return read;
    // "Alice" beside "alice" would be one person to every reader.
    const folded = checked.id.toLowerCase();
    const taken = (await this.#services.store.users.list()).find((user) => user.id.toLowerCase() === folded);
    if (taken !== undefined)
      return refuse('user_exists', `The user exists already: ${quote(taken.id)}. Choose another id.`);
    return { ok: true, request: { ...read, id: checked.id } };
  }

  #newUser({ display_name, groups, id, roles }: UserRequest, source: User['source'], password: string | null): User {
    const now = this.#services.clock();
    return {
      id,
      owner: null,
      version: 1,
      ends_at: null,
      used_at: null,
      display_name: display_name ?? id,
      source,
      roles: roles ?? [],
      groups: groups ?? [],
      password,
      created_at: now,
      // The time, so that sessions of a removed user with the same id stay ended.
      session_version: now,
      event_id: `evt-${randomUUID()}`,
    };
  }

  #next(user: User, endsSessions: boolean): User {
    const session_version = endsSessions
      ? Math.max(this.#services.clock(), user.session_version + 1)
      : user.session_version;
    return { ...user, version: user.version + 1, session_version, event_id: `evt-${randomUUID()}` };
  }

  async #store(user: User, change: UserChangedFields['change'], changedBy: ChangedBy): Promise<UserResult> {
    await this.#record(user, change, changedBy, user.event_id);
    if (await this.#services.store.users.put(user)) return { ok: true, user: await this.#listing(user) };
    return refuse('user_changed', `Another process changed the user meanwhile: ${quote(user.id)}. Try again.`);
  }

  async #record(
    user: User,
    change: UserChangedFields['change'],
    changed_by: ChangedBy,
    event_id?: string,
  ): Promise<void> {
    const { display_name, groups, id, roles, source } = user;
    const fields = { change, user_id: id, display_name, source, roles, groups, changed_by };
    await this.#services.record?.([
      { event_type: 'user_changed', fields, ...(event_id === undefined ? {} : { event_id }) },
    ]);
  }

  async #find(id: string): Promise<{ readonly ok: true; readonly user: User } | Refused<'user_not_found'>> {
    const user = typeof id === 'string' ? await this.#services.store.users.get(id) : undefined;
    if (user !== undefined) return { ok: true, user };
    return refuse(
      'user_not_found',
      `There is no user with this id: ${quote(String(id))}. List the users with: agent-safe user list`,
    );
  }

  async #listing(user: User): Promise<UserListing> {
    const revocation = await this.#services.revocations.isRevoked(userBearer(user.id, undefined));
    return {
      user_id: user.id,
      agent_id: userAgentId(user.id),
      display_name: user.display_name,
      source: user.source,
      roles: user.roles,
      groups: user.groups,
      status: revocation === undefined ? 'active' : 'disabled',
      has_password: user.password !== null,
      created_at: toText(user.created_at),
      last_used_at: user.used_at === null ? null : toText(user.used_at),
    };
  }
}

function isEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

/** Members that are undefined must not replace the defaults. */
function withoutUndefined<Given extends object>(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;
}
