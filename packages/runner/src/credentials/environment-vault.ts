import {
  type CheckResult,
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  LeaseRefused,
  PASSED,
  type Refused,
} from '@agent-safe/core';

/** For each type of credentials: names of environment variables, by the name of the value in the lease. */
export type EnvironmentVariables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A name that ends in `?` is optional. */
const DEFAULT_VARIABLES: EnvironmentVariables = {
  kubernetes: { token: 'AGENT_SAFE_KUBERNETES_TOKEN' },
  aws: {
    access_key_id: 'AWS_ACCESS_KEY_ID',
    secret_access_key: 'AWS_SECRET_ACCESS_KEY',
    'session_token?': 'AWS_SESSION_TOKEN',
  },
};

export interface EnvironmentVaultOptions {
  /** Default: the environment of this process. It is read at each call. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Added to the variables for Kubernetes and AWS. A name that ends in `?` is optional. */
  readonly variables?: EnvironmentVariables;
  readonly clock?: () => number;
}

/**
 * Returns credentials from environment variables. Use it for development only: it does not limit the credentials to the
 * request, they do not expire, and it cannot revoke them.
 */
export class EnvironmentVault implements CredentialVault {
  readonly name = 'environment';
  readonly isScoped = false;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #variables: EnvironmentVariables;
  readonly #clock: () => number;

  constructor(options: EnvironmentVaultOptions = {}) {
    this.#environment = options.environment ?? process.env;
    this.#variables = { ...DEFAULT_VARIABLES, ...options.variables };
    this.#clock = options.clock ?? Date.now;
  }

  async issue({ lease_id, ttl, type }: CredentialRequest): Promise<CredentialLease> {
    const complete = this.#checkVariables(type);
    if (!complete.ok) throw new LeaseRefused(complete.reason);
    const values = Object.entries(this.#variables[type] ?? {}).flatMap(([name, variable]) => {
      const value = this.#environment[variable];
      return value === undefined || value === '' ? [] : [[name.replace(/\?$/, ''), value] as const];
    });
    const expires_at = new Date(this.#clock() + ttl * 1_000).toISOString();
    return { lease_id, type, values: Object.fromEntries(values), expires_at };
  }

  async revoke(): Promise<CheckResult> {
    const reason = `The vault "${this.name}" cannot revoke credentials that it did not create. Revoke them where they were created.`;
    return { ok: false, code: 'not_revocable', reason };
  }

  async test(type: string): Promise<CheckResult> {
    return this.#checkVariables(type);
  }

  #checkVariables(type: string): CheckResult<'variables_missing'> {
    const variables = Object.hasOwn(this.#variables, type) ? this.#variables[type] : undefined;
    if (variables === undefined) {
      return missing(
        `No environment variables are configured for credentials of type "${type}". Name them in "variables".`,
      );
    }
    const unset = Object.entries(variables)
      .filter(([name, variable]) => !name.endsWith('?') && (this.#environment[variable] ?? '') === '')
      .map(([, variable]) => variable);
    if (unset.length === 0) return PASSED;
    const names = `${unset.length === 1 ? 'variable' : 'variables'} ${unset.join(', ')}`;
    return missing(
      `Credentials of type "${type}" need the environment ${names}. Set ${unset.length === 1 ? 'it' : 'them'}.`,
    );
  }
}

function missing(reason: string): Refused<'variables_missing'> {
  return { ok: false, code: 'variables_missing', reason };
}
