import { repeat } from '@agent-safe/runner/executor-kit';
import type { AccountSettings } from '../api/account-settings.ts';
import { ApiError, RequestNotSent, toApiError } from '../api/api-error.ts';
import { nameDenyPolicy, renderDenyPolicy } from './deny-policy.ts';
import type { SessionIdentity } from './session-identity.ts';
import type { VaultClient, VaultClients, VaultService } from './vault-clients.ts';

/** An account with the role whose sessions the vault issues. */
export type VaultRole = AccountSettings & { readonly role_arn: string };

/** One call of the vault. */
export interface VaultCall {
  readonly clients: VaultClients;
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

/** Session of the role, as STS returned it. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970, UTC. */
  readonly expires: number;
  /** Id of the role, which begins with `AROA`. It differs from that of a later role with the same name. */
  readonly roleId: string;
}

/** Milliseconds of one call, if its caller does not end it before. */
const LONGEST_CALL = 60_000;
/** Milliseconds of one attempt. Each request may be repeated, because it has the same effect again. */
const LONGEST_ATTEMPT = 8_000;

/** The requests of the vault to one account, with the vault's own credentials. */
export class VaultAccount {
  readonly #role: VaultRole;
  readonly #clients: VaultClients;
  readonly #signal: AbortSignal;
  readonly #clock: () => number;

  constructor(role: VaultRole, { clients, clock, signal }: VaultCall) {
    this.#role = role;
    this.#clients = clients;
    this.#signal = signal;
    this.#clock = clock;
  }

  /** @throws ApiError, RequestNotSent */
  async assumeRole(identity: SessionIdentity, policy: string, seconds: number): Promise<RoleSession> {
    const input = {
      RoleArn: this.#role.role_arn,
      ExternalId: this.#role.external_id,
      DurationSeconds: seconds,
      Policy: policy,
      ...identity,
      Tags: [...identity.Tags],
    };
    const { AssumedRoleUser, Credentials } = await this.#ask('sts', (client, sdk, options) =>
      client.send(new sdk.AssumeRoleCommand(input), options),
    );
    const { AccessKeyId, Expiration, SecretAccessKey, SessionToken } = Credentials ?? {};
    const [roleId = '', name] = AssumedRoleUser?.AssumedRoleId?.split(':') ?? [];
    const isWhole = AccessKeyId !== undefined && SecretAccessKey !== undefined && SessionToken !== undefined;
    if (!isWhole || Expiration === undefined || roleId === '' || name !== identity.RoleSessionName)
      throw broken('STS returned an incomplete session.');
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return { ...keys, expires: Expiration.getTime(), roleId };
  }

  /** Reads the id and the trust policy of the role. @throws ApiError, RequestNotSent */
  async readRole(): Promise<{ readonly roleId: string; readonly trustPolicy: string }> {
    const { Role } = await this.#ask('iam', (client, sdk, options) =>
      client.send(new sdk.GetRoleCommand({ RoleName: this.#roleName }), options),
    );
    if (Role?.RoleId === undefined) throw broken('IAM returned a role without an id.');
    return { roleId: Role.RoleId, trustPolicy: decodeURIComponent(Role.AssumeRolePolicyDocument ?? '') };
  }

  /** Denies everything to a session. @param until latest end of the session @throws ApiError, RequestNotSent */
  async putDenyPolicy(roleId: string, leaseId: string, until: number): Promise<void> {
    const PolicyDocument = renderDenyPolicy(roleId, leaseId, until);
    const input = { RoleName: this.#roleName, PolicyName: nameDenyPolicy(leaseId), PolicyDocument };
    await this.#ask('iam', (client, sdk, options) => client.send(new sdk.PutRolePolicyCommand(input), options));
  }

  /** Deletes an inline policy. A policy that does not exist counts as deleted. @throws ApiError, RequestNotSent */
  async deletePolicy(name: string): Promise<void> {
    const input = { RoleName: this.#roleName, PolicyName: name };
    try {
      await this.#ask('iam', (client, sdk, options) => client.send(new sdk.DeleteRolePolicyCommand(input), options));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Lists the names of the inline policies of the role. @throws ApiError, RequestNotSent */
  async listPolicies(): Promise<readonly string[]> {
    const names: string[] = [];
    let Marker: string | undefined;
    do {
      const input = { RoleName: this.#roleName, ...(Marker !== undefined && { Marker }) };
      const page = await this.#ask('iam', (client, sdk, options) =>
        client.send(new sdk.ListRolePoliciesCommand(input), options),
      );
      names.push(...(page.PolicyNames ?? []));
      Marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (Marker !== undefined);
    return names;
  }

  /** Reads an inline policy of the role, in the encoding of IAM. @throws ApiError, RequestNotSent */
  async readPolicy(name: string): Promise<string> {
    const input = { RoleName: this.#roleName, PolicyName: name };
    const { PolicyDocument } = await this.#ask('iam', (client, sdk, options) =>
      client.send(new sdk.GetRolePolicyCommand(input), options),
    );
    return PolicyDocument ?? '';
  }

  /** The name of a role does not contain its path. */
  get #roleName(): string {
    return this.#role.role_arn.split('/').at(-1) ?? '';
  }

  /**
   * Sends a request, and repeats it after throttling, a server error or a lost connection. A wrong clock is not corrected: the vault
   * compares its time with the end of sessions.
   */
  async #ask<Name extends VaultService, Output>(
    name: Name,
    send: (
      client: VaultClient<Name>['client'],
      sdk: VaultClient<Name>['sdk'],
      options: { abortSignal: AbortSignal },
    ) => Promise<Output>,
  ): Promise<Output> {
    const { client, sdk } = await this.#clients.open(name, this.#role);
    let isUncertain = false;
    const attempt = async () => {
      if (this.#signal.aborted) throw new RequestNotSent('The call ended before the request was sent.');
      try {
        const abortSignal = AbortSignal.any([this.#signal, AbortSignal.timeout(LONGEST_ATTEMPT)]);
        return await send(client, sdk, { abortSignal });
      } catch (error) {
        const read = toApiError(error);
        isUncertain ||= read instanceof ApiError && !read.isRefusal;
        throw read;
      }
    };
    const clock = this.#clock;
    const limits = { signal: this.#signal, deadline: clock() + LONGEST_CALL, clock };
    try {
      return await repeat(
        attempt,
        (ended, backoff) => ('error' in ended && mayRepeat(ended.error) ? backoff * (0.5 + Math.random()) : undefined),
        limits,
      );
    } catch (error) {
      if (!(error instanceof ApiError) || CREDENTIALS.test(error.code ?? '')) this.#clients.forget(name, this.#role);
      throw isUncertain && error instanceof ApiError ? error.asUncertain() : error;
    }
  }
}

/** Whether the role or the policy of a request does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && /^NoSuchEntity/.test(error.code ?? '');
}

/** Codes of credentials that do not work. */
const CREDENTIALS = /^(?:ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient)/;

/** IAM refuses changes of one role at the same time. */
const CONFLICT = /^ConcurrentModification(?:Exception)?$/;

function mayRepeat(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.isClockSkew) return false;
  return error.isTransient || CONFLICT.test(error.code ?? '');
}

function broken(message: string): ApiError {
  return new ApiError(message, { code: undefined, status: undefined, isSent: true });
}
