import {
  type AccountServices,
  AgentSafeError,
  type AuditDraft,
  describeCause,
  type Refused,
  type SignInMethod,
  type User,
} from '@agent-safe/core';
import { isSameHash, makeSecret, readSecret } from '../secrets/bearer-secret.ts';
import type { SessionIssued } from '../sessions/session-types.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { userBearer } from '../shared/agent-ids.ts';
import { refuse } from '../shared/refuse.ts';
import { hashPassword, verifyPassword } from '../users/password.ts';
import type { UserRequest } from '../users/user-types.ts';
import type { Users } from '../users/users.ts';
import { RefusedSignIns } from './refused-sign-ins.ts';
import { addressKey, Throttle } from './throttle.ts';
import { WorkQueue } from './work-queue.ts';

export type SignInRefusalCode =
  | 'sign_in_refused'
  | 'sign_in_throttled'
  | 'sign_in_busy'
  | 'user_disabled'
  | 'link_invalid'
  | 'audit_unavailable'
  | 'state_unavailable';

export type SignInResult =
  | SessionIssued
  | (Refused<SignInRefusalCode> & {
      /** Seconds until the next attempt makes sense. */
      readonly retry_after_seconds?: number | undefined;
    });

/** A new sign-in link. Its secret is part of the URL, and is never shown again. */
export interface SignInLinkIssued {
  readonly ok: true;
  readonly secret: string;
  readonly expires_at: number;
}

/** Sign-ins that wait for their turn, a few seconds in all. */
const MOST_WAITING = 32;
const LINK_LIFE = 60_000;
const LONGEST_INPUT = 1_024;

const REFUSED = refuse('sign_in_refused', 'The user or the password is wrong. Check both and try again.');
const DISABLED = refuse('user_disabled', 'The user is disabled. Ask an administrator.');
const BAD_LINK = refuse('link_invalid', 'The sign-in link was used, has expired or is not valid. Ask for a new link.');

/** The counters and the queue of all sign-ins of a process. A program that opens its accounts again gives the same limits to them. */
export class SignInLimits {
  /** @internal */
  readonly queue = new WorkQueue(MOST_WAITING);
  /** @internal Short, because an attacker who knows an id could otherwise lock its user out. */
  readonly byUser = new Throttle({ free: 5, longest: 60_000, forgets: 900_000 });
  /** @internal Higher, because many users may share the address of an office. */
  readonly byAddress = new Throttle({ free: 20, longest: 300_000, forgets: 900_000 });
}

/** Signs users in. No method throws, and no answer holds a password or a secret. */
export class SignIn {
  readonly #services: AccountServices;
  readonly #users: Users;
  readonly #sessions: Sessions;
  readonly #refused: RefusedSignIns;
  readonly #queue: WorkQueue;
  readonly #byUser: Throttle;
  readonly #byAddress: Throttle;

  constructor(services: AccountServices, users: Users, sessions: Sessions, limits = new SignInLimits()) {
    this.#queue = limits.queue;
    this.#byUser = limits.byUser;
    this.#byAddress = limits.byAddress;
    this.#services = services;
    this.#users = users;
    this.#sessions = sessions;
    this.#refused = new RefusedSignIns(services);
  }

  /**
   * Signs a user in with a password. A wrong password and an unknown user have the same answer after the same time.
   *
   * @param address the address of the client; null for a local socket
   */
  withPassword(userId: unknown, password: unknown, address: string | null): Promise<SignInResult> {
    return this.#guard(async () => {
      // Texts that no user can have. The answer may be fast, because it depends on the input alone.
      if (typeof userId !== 'string' || typeof password !== 'string') return REFUSED;
      if (userId.length > LONGEST_INPUT || password.length > LONGEST_INPUT) return REFUSED;
      const now = this.#services.clock();
      const [name, place] = [userId.toLowerCase(), addressKey(address)];
      const wait = Math.max(this.#byUser.wait(name, now), this.#byAddress.wait(place, now));
      if (wait > 0) return this.#refuse(throttled(wait), 'password', address, undefined);
      this.#byUser.begin(name, now);
      this.#byAddress.begin(place, now);
      const user = await this.#services.store.users.get(userId);
      const verdict = await this.#queue.run(() => verifyPassword(password, user?.password ?? null));
      if (verdict === undefined) {
        this.#byUser.undo(name, now);
        this.#byAddress.undo(place, now);
        const reason = 'Too many sign-ins wait. Try again in a few seconds.';
        return { ...refuse('sign_in_busy', reason), retry_after_seconds: 5 };
      }
      if (user === undefined || verdict === 'wrong') return this.#refuse(REFUSED, 'password', address, user);
      const result = await this.#begin(user, 'password', address);
      if (result.ok || result.code === 'user_disabled') {
        this.#byUser.clear(name);
        this.#byAddress.undo(place, now);
      }
      if (result.ok && verdict === 'outdated') await this.#renewHash(user, password);
      return result;
    });
  }

  /**
   * Signs in a user with an identity that an OpenID provider proved. The user is stored or updated before.
   *
   * @param identity the user, with the roles and groups that the settings map from the claims
   */
  withIdentity(identity: Omit<UserRequest, 'password'>, address: string | null): Promise<SignInResult> {
    return this.#guard(async () => {
      const stored = await this.#users.provision(identity);
      const user = stored.ok ? await this.#services.store.users.get(identity.id) : undefined;
      if (!stored.ok || user === undefined) {
        const reason = stored.ok ? REFUSED.reason : stored.reason;
        return this.#refuse(refuse('sign_in_refused', reason), 'oidc', address, user);
      }
      return this.#begin(user, 'oidc', address);
    });
  }

  /**
   * Makes a link that signs a user in once, within a minute. The owner of the link acts as this user: show it only to the owner of the
   * process, on a loopback address.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  async createLink(userId: string): Promise<SignInLinkIssued | Refused<'user_not_found' | 'user_disabled'>> {
    const found = await this.#users.get(userId);
    if (!found.ok) return refuse('user_not_found', found.reason);
    if (found.user.status === 'disabled') return DISABLED;
    const { links } = this.#services.store;
    const now = this.#services.clock();
    await links.removeEnded(now).catch(() => undefined);
    const { hash, id, text } = makeSecret('link');
    const link = { id, owner: userId, version: 1, ends_at: now + LINK_LIFE, used_at: null, hash };
    await links.put(link);
    return { ok: true, secret: text, expires_at: link.ends_at };
  }

  /** Signs a user in with a link, once. */
  withLink(text: unknown, address: string | null): Promise<SignInResult> {
    return this.#guard(async () => {
      const { links, users } = this.#services.store;
      const given = readSecret('link', text);
      const known = given && (await links.get(given.id));
      const isRight =
        known !== undefined && isSameHash(given?.hash ?? Buffer.alloc(0), Buffer.from(known.hash, 'base64url'));
      // Of several requests with the same link, only the request that removes the link goes on.
      const link = isRight ? await links.remove(known.id) : undefined;
      const now = this.#services.clock();
      // A clock that was set back must not make the link live longer.
      const isOpen = link !== undefined && now < link.ends_at && now >= link.ends_at - LINK_LIFE;
      const user = isOpen ? await users.get(link.owner) : undefined;
      if (user === undefined) return this.#refuse(BAD_LINK, 'link', address, undefined);
      return this.#begin(user, 'link', address);
    });
  }

  /** Records the refused sign-ins that were only counted so far. */
  async close(): Promise<void> {
    await this.#refused.summarize(true).catch(() => undefined);
  }

  async #begin(user: User, method: SignInMethod, address: string | null): Promise<SignInResult> {
    const bearer = userBearer(user.id, this.#services.clock());
    if ((await this.#services.revocations.isRevoked(bearer)) !== undefined) {
      return this.#refuse(DISABLED, method, address, user);
    }
    const describe = (session_id: string): AuditDraft => ({
      event_type: 'sign_in',
      fields: { result: 'ok', user_id: user.id, session_id, method, address },
    });
    const issued = await this.#sessions.begin(user, method, describe);
    await this.#services.store.users.touch(user.id, this.#services.clock()).catch(() => undefined);
    return issued;
  }

  async #refuse(
    refused: Exclude<SignInResult, { readonly ok: true }>,
    method: SignInMethod,
    address: string | null,
    user: User | undefined,
  ): Promise<SignInResult> {
    await this.#refused.add({ result: 'refused', code: refused.code, user_id: user?.id ?? null, method, address });
    return refused;
  }

  /** Replaces a hash of an earlier version by one with the current costs. The password stays, so sessions stay. */
  async #renewHash(user: User, password: string): Promise<void> {
    const hash = await this.#queue.run(() => hashPassword(password));
    if (hash === undefined) return;
    // If another process changes the user meanwhile, the next sign-in tries again.
    await this.#services.store.users.put({ ...user, version: user.version + 1, password: hash }).catch(() => undefined);
  }

  async #guard(work: () => Promise<SignInResult>): Promise<SignInResult> {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof AgentSafeError ? error.message : describeCause(error);
      const isLog = error instanceof AgentSafeError && error.code === 'ERR_AUDIT_UNAVAILABLE';
      return refuse(isLog ? 'audit_unavailable' : 'state_unavailable', reason);
    }
  }
}

function throttled(wait: number): SignInResult & { readonly ok: false } {
  const seconds = Math.ceil(wait / 1_000);
  const reason = `Too many sign-ins failed. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return { ...refuse('sign_in_throttled', reason), retry_after_seconds: seconds };
}
