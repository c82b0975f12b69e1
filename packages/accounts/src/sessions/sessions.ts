import { createHmac } from 'node:crypto';
import {
  type AccountServices,
  AgentSafeError,
  type AuditDraft,
  describeCause,
  type Session,
  type SessionEndedFields,
  type SignInMethod,
  type User,
} from '@agent-safe/core';
import { isSameHash, makeSecret, readSecret } from '../secrets/bearer-secret.ts';
import { type ChangedBy, userAgentId, userBearer } from '../shared/agent-ids.ts';
import { refuse, toText } from '../shared/refuse.ts';
import type {
  SessionIssued,
  SessionListing,
  SessionSettings,
  SessionVerification,
  VerifiedSession,
} from './session-types.ts';

const [DEFAULT_TTL, DEFAULT_IDLE] = [43_200, 3_600];
/** Milliseconds between two stored uses of a session. */
const TOUCH_EVERY = 60_000;
/** Sessions of one user. The oldest ends if there are more. */
const MOST_SESSIONS = 20;

const INVALID = refuse('session_invalid', 'The session is not valid. Sign in again.');
const EXPIRED = refuse('session_expired', 'The session has expired. Sign in again.');
const ENDED = refuse('session_ended', 'The session was ended. Sign in again.');
const DISABLED = refuse('user_disabled', 'The user is disabled. Ask an administrator.');

/** The sessions of users. */
export class Sessions {
  readonly #services: AccountServices;
  readonly #ttl: number;
  readonly #idle: number;
  readonly #writing = new Set<Promise<void>>();

  constructor(services: AccountServices, { idle_seconds, ttl_seconds }: SessionSettings = {}) {
    this.#services = services;
    this.#ttl = (ttl_seconds ?? DEFAULT_TTL) * 1_000;
    this.#idle = (idle_seconds ?? DEFAULT_IDLE) * 1_000;
  }

  /**
   * Begins a session, and records it before. The caller has proved the user.
   *
   * @param describe makes the event of the sign-in
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE, ERR_AUDIT_UNAVAILABLE. There is no session then.
   */
  async begin(user: User, method: SignInMethod, describe: (sessionId: string) => AuditDraft): Promise<SessionIssued> {
    const now = this.#services.clock();
    const { hash, id, text } = makeSecret('sess');
    const session: Session = {
      id,
      owner: user.id,
      version: 1,
      ends_at: now + this.#ttl,
      used_at: null,
      hash,
      created_at: now,
      method,
      user_version: user.session_version,
    };
    await this.#services.record?.([describe(id)]);
    await this.#services.store.sessions.removeEnded(now).catch(() => undefined);
    await this.#makeRoom(user.id);
    await this.#services.store.sessions.put(session);
    return { ok: true, secret: text, session: verified(session, user, text) };
  }

  /** Verifies a session. Every call reads the session, the user and the revocations. No answer and no error holds the secret. */
  async verify(text: unknown): Promise<SessionVerification> {
    const given = readSecret('sess', text);
    if (given === undefined) return INVALID;
    try {
      const { revocations, store } = this.#services;
      const session = await store.sessions.get(given.id);
      if (session === undefined || !isSameHash(given.hash, Buffer.from(session.hash, 'base64url'))) return INVALID;
      const now = this.#services.clock();
      const last = Math.max(session.created_at, session.used_at ?? 0);
      // A clock that was set back ends a session: how long it was used is not known.
      if (!(now < session.ends_at && now - last < this.#idle && now >= session.created_at)) return EXPIRED;
      const revocation = await revocations.isRevoked(userBearer(session.owner, session.created_at, session.id));
      if (revocation?.kind === 'agent' && revocation.issued_until === null) return DISABLED;
      if (revocation !== undefined) return ENDED;
      const user = await store.users.get(session.owner);
      if (user === undefined || user.session_version !== session.user_version) return ENDED;
      if (now - (session.used_at ?? 0) >= TOUCH_EVERY) this.#touch(session.id, now);
      return verified(session, user, text as string);
    } catch (error) {
      return refuse('state_unavailable', error instanceof AgentSafeError ? error.message : describeCause(error));
    }
  }

  /** Whether a request carries the token of its session, which other sites cannot know. */
  isCsrfToken(session: VerifiedSession, given: unknown): boolean {
    if (typeof given !== 'string' || given.length > 128) return false;
    return isSameHash(Buffer.from(given), Buffer.from(session.csrf_token));
  }

  /** Lists the sessions of a user that are not over, the newest first. It holds no secret. */
  async list(userId: string): Promise<readonly SessionListing[]> {
    const now = this.#services.clock();
    const user = await this.#services.store.users.get(userId);
    const open = (await this.#services.store.sessions.list(userId)).filter(
      ({ created_at, ends_at, used_at, user_version }) => {
        const isUsed = now - Math.max(created_at, used_at ?? 0) < this.#idle;
        return now < (ends_at ?? 0) && isUsed && user_version === user?.session_version;
      },
    );
    return open
      .toSorted((left, right) => right.created_at - left.created_at)
      .map(({ created_at, ends_at, id, method, used_at }) => ({
        session_id: id,
        method,
        created_at: toText(created_at),
        last_used_at: used_at === null ? null : toText(used_at),
        expires_at: toText(ends_at ?? 0),
      }));
  }

  /** Ends a session, at the wish of its user. */
  async signOut({ session_id, user_id }: Pick<VerifiedSession, 'session_id' | 'user_id'>): Promise<void> {
    await this.end(session_id, 'signed_out', userAgentId(user_id));
  }

  /** Ends one session by its id. @returns whether there was such a session */
  async end(
    sessionId: string,
    reason: SessionEndedFields['reason'] = 'ended',
    changedBy: ChangedBy = null,
  ): Promise<boolean> {
    const ended = await this.#services.store.sessions.remove(sessionId);
    if (ended !== undefined) await this.#recordEnd(ended.owner, [ended.id], reason, changedBy);
    return ended !== undefined;
  }

  /** Ends all sessions and sign-in links of a user. @returns the number of sessions */
  async endAll(
    userId: string,
    reason: SessionEndedFields['reason'] = 'ended',
    changedBy: ChangedBy = null,
  ): Promise<number> {
    const { links, sessions } = this.#services.store;
    await links.removeAll(userId);
    const ended = await sessions.removeAll(userId);
    if (ended.length > 0) {
      await this.#recordEnd(
        userId,
        ended.map(({ id }) => id),
        reason,
        changedBy,
      );
    }
    return ended.length;
  }

  /** Waits until the last uses are stored. */
  async close(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #makeRoom(userId: string): Promise<void> {
    const open = await this.#services.store.sessions.list(userId);
    const oldest = [...open].sort((left, right) => left.created_at - right.created_at);
    for (const { id } of oldest.slice(0, Math.max(0, open.length - MOST_SESSIONS + 1)))
      await this.end(id, 'too_many', null);
  }

  /** Stores a use. A request does not wait for it, and does not depend on it. */
  #touch(id: string, now: number): void {
    const writing = this.#services.store.sessions
      .touch(id, now)
      .catch(() => undefined)
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  async #recordEnd(
    user_id: string,
    session_ids: readonly string[],
    reason: SessionEndedFields['reason'],
    changed_by: ChangedBy,
  ): Promise<void> {
    const fields = { user_id, session_ids, reason, changed_by };
    await this.#services.record?.([{ event_type: 'session_ended', fields }]);
  }
}

function verified(session: Session, user: User, secret: string): VerifiedSession {
  const { display_name, groups, id, roles } = user;
  return {
    ok: true,
    session_id: session.id,
    user_id: id,
    display_name,
    roles,
    caller: { agent_id: userAgentId(id), verified: true, roles, groups, delegation_chain: [] },
    method: session.method,
    csrf_token: createHmac('sha256', secret).update('agent-safe csrf').digest('base64url'),
    issued_at: session.created_at,
    expires_at: toText(session.ends_at),
  };
}
