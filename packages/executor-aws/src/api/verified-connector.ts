import { createHash } from 'node:crypto';
import type {
  CredentialLease,
  Execution,
  ExecutionContext,
  ScopeProbe,
  ScopeResult,
  TargetScope,
} from '@agent-safe/core';
import type { RepeatLimits } from '@agent-safe/runner/executor-kit';
import type { AccountSettings, AwsExecutorOptions } from './account-settings.ts';
import { Accounts, checkRegion } from './accounts.ts';
import { RequestNotSent, toApiError } from './api-error.ts';
import { Aws, type Opened } from './aws.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { createClient } from './client-factory.ts';
import { leaseCredentials, openSource } from './credentials.ts';
import { type Clients, loadService, type Service } from './services.ts';

/** Milliseconds for which the account of the same credentials is not asked for again. */
const IDENTITY_TTL = 30_000;
/** Identities that are cached. */
const MAX_IDENTITIES = 1_000;
const DEFAULT_MAX_ATTEMPTS = 8;

/** Clients of one execution, by service and identity. They end with its signal. */
type OpenClients = Map<string, Promise<Clients[Service]>>;

/** Part of an execution that requests are sent with. */
type Requester = Pick<Execution, 'audit_id' | 'credentials'>;

const NO_EXECUTION: Requester = { audit_id: 'identify', credentials: null };

/** Connects executions to the configured accounts, after STS has named the account of their credentials. */
export class VerifiedConnector {
  readonly #accounts: Accounts;
  readonly #maxAttempts: number;
  /** Credentials of the accounts for executions without a lease. */
  readonly #sources = new WeakMap<AccountSettings, Promise<() => Promise<AwsCredentials>>>();
  /** Time until which an account is known, by account and digest of the credentials. */
  readonly #verified = new Map<string, number>();
  readonly #open = new WeakMap<AbortSignal, OpenClients>();

  constructor(options: AwsExecutorOptions) {
    this.#accounts = new Accounts(options);
    this.#maxAttempts = options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
  }

  /** @param service service of the action, whose package must be installed */
  async checkScope(scope: TargetScope, service?: Service, probe?: ScopeProbe): Promise<ScopeResult> {
    const found = this.#accounts.find(scope);
    if (!found.ok) return found;
    if (probe === undefined) return { ok: true };
    const { context, execution } = probe;
    const region = checkRegion(execution, found.account.region);
    if (!region.ok) return region;
    if (service !== undefined) await loadService(service);
    return this.#verify(found.account, execution, context);
  }

  /**
   * Asks STS whether the credentials of this machine belong to a configured account.
   *
   * @param name name of the account in the options
   * @throws ApiError, RequestNotSent if STS does not answer
   */
  async identify(name: string, context: ExecutionContext): Promise<ScopeResult> {
    const found = this.#accounts.named(name);
    return found.ok ? this.#verify(found.account, NO_EXECUTION, context) : found;
  }

  /** @throws RequestNotSent if the account is not configured, or the credentials belong to another one */
  async open(execution: Execution, context: ExecutionContext): Promise<Aws> {
    const found = this.#accounts.find(execution.target?.scope ?? {});
    if (!found.ok) throw new RequestNotSent(found.reason);
    const { account } = found;
    const region = checkRegion(execution, account.region);
    if (!region.ok) throw new RequestNotSent(region.reason);
    const verified = await this.#verify(account, execution, context);
    if (!verified.ok) throw new RequestNotSent(verified.reason);
    return this.#connect(account, execution, context);
  }

  async #connect(account: AccountSettings, execution: Requester, context: ExecutionContext): Promise<Aws> {
    const { audit_id: auditId, credentials: lease } = execution;
    const credentials = await this.#credentialsOf(account, lease);
    const open = async <Name extends Service>(name: Name): Promise<Opened<Name>> => {
      const { endpoint_url: endpoint, region } = account;
      const options = { region, endpoint, credentials, auditId };
      const key = JSON.stringify([name, account.account_id, region, endpoint, digest(credentials)]);
      const make = () => createClient(name, options);
      return { sdk: await loadService(name), client: await this.#share(context.signal, key, make) };
    };
    return new Aws({
      accountId: account.account_id,
      region: account.region,
      auditId,
      limits: this.#limits(context),
      open,
    });
  }

  /** The steps of one execution share their clients. */
  async #share<Name extends Service>(
    signal: AbortSignal,
    key: string,
    make: () => Promise<Clients[Name]>,
  ): Promise<Clients[Name]> {
    const open = this.#open.get(signal) ?? this.#listen(signal);
    const known = open.get(key) as Promise<Clients[Name]> | undefined;
    if (known !== undefined) return known;
    const made = make();
    open.set(key, made);
    return made;
  }

  /** Closes the connections of the clients at the end of the run. */
  #listen(signal: AbortSignal): OpenClients {
    const open: OpenClients = new Map();
    this.#open.set(signal, open);
    const close = async () => {
      for (const made of open.values()) (await made.catch(() => undefined))?.destroy();
    };
    signal.addEventListener('abort', () => void close(), { once: true });
    return open;
  }

  /** Asks STS for the account of the credentials: requests are sent only with credentials of the configured account. */
  async #verify(account: AccountSettings, execution: Requester, context: ExecutionContext): Promise<ScopeResult> {
    const { account_id } = account;
    const credentials = await this.#credentialsOf(account, execution.credentials);
    const key = JSON.stringify([account_id, account.region, account.endpoint_url, digest(credentials)]);
    const until = this.#verified.get(key);
    if (until !== undefined && context.clock() < until) return { ok: true };
    this.#verified.delete(key);
    const aws = await this.#connect(account, execution, context);
    const { Account, Arn } = await aws.read('sts', (sdk) => new sdk.GetCallerIdentityCommand({}));
    if (Account !== account_id) {
      const reason = `The credentials belong to ${Arn ?? 'an unknown identity'} of the account ${Account ?? 'unknown'}, but the target is in ${account_id}.`;
      return { ok: false, code: 'scope_mismatch', reason };
    }
    this.#remember(key, context.clock() + IDENTITY_TTL);
    return { ok: true };
  }

  #remember(key: string, until: number): void {
    this.#verified.set(key, until);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size > MAX_IDENTITIES && oldest !== undefined) this.#verified.delete(oldest);
  }

  async #credentialsOf(account: AccountSettings, lease: CredentialLease | null): Promise<AwsCredentials> {
    if (lease !== null) return leaseCredentials(lease);
    try {
      const source = this.#sources.get(account) ?? openSource(account);
      this.#sources.set(account, source);
      return await (await source)();
    } catch (error) {
      // The next execution may find credentials.
      this.#sources.delete(account);
      throw toApiError(error);
    }
  }

  #limits({ clock, deadline, signal }: ExecutionContext): RepeatLimits {
    return { clock, deadline, signal, maxAttempts: this.#maxAttempts };
  }
}

/** Distinguishes credentials without storing them. */
function digest(credentials: AwsCredentials): string {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return createHash('sha256')
    .update(JSON.stringify([accessKeyId, secretAccessKey, sessionToken]))
    .digest('base64');
}
