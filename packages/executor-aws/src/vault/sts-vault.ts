import { randomUUID } from 'node:crypto';
import {
  type CheckResult,
  type CredentialLease,
  type CredentialRequest,
  type CredentialSweep,
  type CredentialVault,
  LeaseRefused,
  quote,
  type RecordedLease,
  type Refused,
} from '@agent-safe/core';
import type { AccountSettings } from '../api/account-settings.ts';
import { ApiError, RequestNotSent } from '../api/api-error.ts';
import { nameDenyPolicy } from './deny-policy.ts';
import { explainFailure } from './explain-failure.ts';
import { GrantRefused, readGrantRules } from './grant-rules.ts';
import { IssuedSessions } from './issued-sessions.ts';
import { awsSaid, messageOf } from './message-of.ts';
import { revokeSession } from './revoke-session.ts';
import { identifySession, LEASE_ID } from './session-identity.ts';
import { NO_PERMISSIONS, renderSessionPolicy } from './session-policy.ts';
import { CLOCK_MARGIN, sweepRole } from './sweep.ts';
import { VaultAccount, type VaultRole } from './vault-account.ts';
import { VaultClients } from './vault-clients.ts';
import { VaultRoles } from './vault-roles.ts';

export interface AwsStsVaultOptions {
  /** Accounts by name, with the role whose sessions the vault issues and the profile of the vault's own credentials. */
  readonly accounts: Readonly<Record<string, AccountSettings>>;
  /** Replaces `endpoint_url` of every account. */
  readonly endpointUrl?: string | undefined;
  /** Whether sessions are ended by a policy of the role. Otherwise they end by themselves. Default: true. */
  readonly revoke?: boolean | undefined;
  readonly clock?: (() => number) | undefined;
}

/** Seconds of the shortest and of the longest session of STS. */
const SHORTEST_SESSION = 900;
const LONGEST_SESSION = 43_200;

/**
 * Issues a session of a role for each lease, with exactly the permissions of its action. STS issues no session for less than 900
 * seconds, so a policy of the role ends the session after the run.
 *
 * @example
 * const role_arn = 'arn:aws:iam::111122223333:role/agent-safe-executor';
 * new AwsStsVault({ accounts: { prod: { account_id: '111122223333', region: 'us-east-1', role_arn } } });
 */
export class AwsStsVault implements CredentialVault {
  readonly name = 'aws-sts';
  readonly isScoped = true;
  readonly #roles: VaultRoles;
  readonly #revokes: boolean;
  readonly #clock: () => number;
  readonly #sessions: IssuedSessions;
  readonly #clients = new VaultClients();

  constructor({ accounts, clock = Date.now, endpointUrl, revoke = true }: AwsStsVaultOptions) {
    this.#roles = new VaultRoles(accounts, endpointUrl);
    this.#revokes = revoke;
    this.#clock = clock;
    this.#sessions = new IssuedSessions(clock);
  }

  async issue(request: CredentialRequest, signal: AbortSignal): Promise<CredentialLease> {
    const { lease_id, ttl, type } = request;
    try {
      const { policy, role } = this.#authorize(request);
      const account = this.#open(role, signal);
      const seconds = secondsFor(ttl);
      // A request without an answer may still have issued the session.
      this.#sessions.open(lease_id, { role, roleId: undefined, until: this.#clock() + seconds * 1_000 });
      const session = await account
        .assumeRole(identifySession(request), policy, seconds)
        .catch(async (error: unknown) => {
          const { reason } = await explainFailure(error, role, account);
          const said = `The credentials were not issued: ${reason}`;
          throw isDefinite(error) ? new LeaseRefused(said) : new Error(said);
        });
      this.#sessions.open(lease_id, { role, roleId: session.roleId, until: session.expires });
      const { accessKeyId: access_key_id, secretAccessKey: secret_access_key, sessionToken: session_token } = session;
      const expires_at = new Date(session.expires).toISOString();
      return { lease_id, type, values: { access_key_id, secret_access_key, session_token }, expires_at };
    } catch (error) {
      if (error instanceof LeaseRefused) this.#sessions.close(lease_id);
      throw error;
    }
  }

  async revoke(leaseId: string, signal: AbortSignal, recorded?: RecordedLease): Promise<CheckResult> {
    // A lease with another id cannot have been issued.
    if (!LEASE_ID.test(leaseId) || this.#sessions.hasEnded(leaseId)) return { ok: true };
    const now = this.#clock();
    const known = this.#sessions.find(leaseId);
    const until = known?.until ?? latestEnd(recorded, now);
    if (now > until + CLOCK_MARGIN) return { ok: true };
    const end = `The credentials end by themselves at ${formatTime(until)}.`;
    if (!this.#revokes) return refuse('not_revoked', `${end} The setting "revoke" of the vault is false.`);
    const roles = known === undefined ? this.#roles.findIssuers(recorded?.scope) : [known.role];
    if (roles.length === 0) return refuse('not_revoked', `${end} Their account is not configured for this vault.`);
    const failed: string[] = [];
    for (const role of roles) {
      const account = this.#open(role, signal);
      const revoked = await revokeSession(account, role, { leaseId, roleId: known?.roleId, until, now });
      if (!revoked.ok) failed.push(revoked.reason);
    }
    if (failed.length > 0) return refuse('not_revoked', `${end} ${failed.join(' ')}`);
    this.#sessions.close(leaseId);
    return { ok: true };
  }

  async test(type: string, signal: AbortSignal): Promise<CheckResult> {
    if (type !== 'aws') return refuse('type_unsupported', `This vault issues no credentials of type ${quote(type)}.`);
    const found = this.#roles.list();
    if (!found.ok) return found;
    for (const role of found.roles) {
      const tested = await this.#tryRole(role, signal);
      if (!tested.ok)
        return refuse(tested.code, `The account ${quote(role.account_id)} is not ready: ${tested.reason}`);
    }
    return { ok: true };
  }

  async sweep(isLive: (leaseId: string) => boolean, signal: AbortSignal): Promise<CredentialSweep> {
    const swept: CredentialSweep[] = [];
    for (const role of this.#roles.distinct()) {
      const account = this.#open(role, signal);
      try {
        swept.push(await sweepRole(account, isLive, this.#clock()));
      } catch (error) {
        const reason = `The role ${quote(role.role_arn)} could not be swept: ${messageOf(error)}`;
        swept.push({ removed: [], kept: [], failed: [{ lease_id: null, reason }] });
      }
    }
    const all = <Name extends keyof CredentialSweep>(name: Name) => swept.flatMap((each) => [...each[name]]);
    return { removed: all('removed'), kept: all('kept'), failed: all('failed') };
  }

  #open(role: VaultRole, signal: AbortSignal): VaultAccount {
    return new VaultAccount(role, { clients: this.#clients, signal, clock: this.#clock });
  }

  /** Finds the role of a request, and renders its session policy. @throws LeaseRefused */
  #authorize({ fields, lease_id, scope, ttl, type }: CredentialRequest): {
    readonly role: VaultRole;
    readonly policy: string;
  } {
    if (type !== 'aws') throw new LeaseRefused(`This vault issues no credentials of type ${quote(type)}.`);
    if (!LEASE_ID.test(lease_id)) throw new LeaseRefused('The id of the lease is not a valid name of a session.');
    if (secondsFor(ttl) > LONGEST_SESSION)
      throw new LeaseRefused(`The credentials would live ${ttl} s, and STS issues at most ${LONGEST_SESSION} s.`);
    const found = this.#roles.find(scope ?? {});
    if (!found.ok) throw new LeaseRefused(found.reason);
    try {
      const rules = readGrantRules(fields);
      const own = rules.flatMap(({ resources = [] }) => resources).find((arn) => this.#roles.isOwn(arn));
      if (own !== undefined) throw new GrantRefused(`${quote(own)} is the role of the vault.`);
      return { role: found.role, policy: renderSessionPolicy(rules) };
    } catch (error) {
      if (error instanceof GrantRefused) throw new LeaseRefused(`The credentials cannot be granted: ${error.message}`);
      throw error;
    }
  }

  /** Assumes the role for a session that can do nothing, and ends the session like any other. */
  async #tryRole(role: VaultRole, signal: AbortSignal): Promise<CheckResult> {
    const account = this.#open(role, signal);
    const lease_id = `lease-test-${randomUUID()}`;
    const subject = {
      action: 'credential-test-vault',
      audit_id: lease_id,
      caller: 'agent-safe',
      caller_verified: true,
    };
    try {
      const session = await account.assumeRole(
        identifySession({ ...subject, lease_id }),
        NO_PERMISSIONS,
        SHORTEST_SESSION,
      );
      if (!this.#revokes) return { ok: true };
      const { expires: until, roleId } = session;
      const revoked = await revokeSession(account, role, { leaseId: lease_id, roleId, until, now: this.#clock() });
      const advice = 'The vault cannot end sessions. To let them end by themselves, set "revoke: false".';
      if (!revoked.ok) return refuse('not_revocable', `${advice} ${revoked.reason}`);
    } catch (error) {
      return explainFailure(error, role, account);
    }
    try {
      await account.readRole();
      await account.listPolicies();
      await account.deletePolicy(nameDenyPolicy(lease_id));
      return { ok: true };
    } catch (error) {
      const advice = 'The vault needs iam:GetRole, iam:ListRolePolicies and iam:DeleteRolePolicy on its role.';
      return refuse('not_sweepable', `${advice} ${awsSaid(error)}`);
    }
  }
}

function secondsFor(ttl: number): number {
  return Math.max(SHORTEST_SESSION, Math.ceil(ttl));
}

/** Returns the latest end of a session of another process: milliseconds since 1970, UTC. */
function latestEnd(recorded: RecordedLease | undefined, now: number): number {
  if (recorded === undefined) return now + LONGEST_SESSION * 1_000;
  return recorded.latest_issue + secondsFor(recorded.ttl) * 1_000;
}

/** Whether an error proves that STS issued nothing. */
function isDefinite(error: unknown): boolean {
  return error instanceof RequestNotSent || (error instanceof ApiError && error.isRefusal);
}

/** Formats a time like `2026-11-30 10:42 UTC`. */
function formatTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function refuse<Code extends string>(code: Code, reason: string): Refused<Code> {
  return { ok: false, code, reason };
}
