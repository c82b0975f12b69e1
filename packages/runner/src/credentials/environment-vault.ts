import {
  type CheckResult,
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  LeaseRefused,
  PASSED,
  type Refused,
} from '@agent-safe/core';

/** Variables of the environment by the names that the values of a lease have, for each type of credentials. */
export type EnvironmentVariables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Values whose names end in `?` need not be there. */
const DEFAULT_VARIABLES: EnvironmentVariables = {
  kubernetes: { token: 'AGENT_SAFE_KUBERNETES_TOKEN' },
  aws: {
    access_key_id: 'AWS_ACCESS_KEY_ID',
    secret_access_key: 'AWS_SECRET_ACCESS_KEY',
    'session_token?': 'AWS_SESSION_TOKEN',
  },
};

export interface EnvironmentVaultOptions {
  /** This process's where it is left out. It is read each time anew. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Beside those of Kubernetes and AWS. A name that ends in `?` need not be set. */
  readonly variables?: EnvironmentVariables;
  readonly clock?: () => number;
}

/**
 * For development: hands out what stands in the environment, whatever is asked for. It scopes nothing, its leases do not end,
 * and what it handed out cannot be revoked.
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
    const reason = `The vault "${this.name}" hands out what others have made, and cannot end it. End it where it was made.`;
    return { ok: false, code: 'not_revocable', reason };
  }

  async test(type: string): Promise<CheckResult> {
    return this.#checkVariables(type);
  }

  #checkVariables(type: string): CheckResult<'variables_missing'> {
    const variables = Object.hasOwn(this.#variables, type) ? this.#variables[type] : undefined;
    if (variables === undefined) {
      return missing(`The environment has no credentials of type "${type}": say which variables hold them.`);
    }
    const unset = Object.entries(variables)
      .filter(([name, variable]) => !name.endsWith('?') && (this.#environment[variable] ?? '') === '')
      .map(([, variable]) => variable);
    if (unset.length === 0) return PASSED;
    const what = unset.length === 1 ? `The variable ${unset[0]} is` : `The variables ${unset.join(', ')} are`;
    return missing(`${what} not set, and credentials of type "${type}" need ${unset.length === 1 ? 'it' : 'them'}.`);
  }
}

function missing(reason: string): Refused<'variables_missing'> {
  return { ok: false, code: 'variables_missing', reason };
}
