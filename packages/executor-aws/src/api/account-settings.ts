import type { Check } from './action-context.ts';

/** Settings of one AWS account in one region. */
export interface AccountSettings {
  /** 12 digits. STS must report this account for all credentials. */
  readonly account_id: string;
  readonly region: string;
  /** Role in the account, which the executor assumes if an execution has no credentials of its own. */
  readonly role_arn?: string | undefined;
  /** External id that the trust policy of the role requires. */
  readonly external_id?: string | undefined;
  /** Address of another API than AWS, such as a server for tests. */
  readonly endpoint_url?: string | undefined;
  /** Profile in the shared configuration files of AWS. */
  readonly profile?: string | undefined;
}

export interface AwsExecutorOptions {
  /** Accounts by name. The scope of a target finds its entry by account id and region. */
  readonly accounts: Readonly<Record<string, AccountSettings>>;
  /** Replaces `endpoint_url` of every account. */
  readonly endpointUrl?: string | undefined;
  /** Replaces `profile` of every account. The `account_id` still applies. */
  readonly profile?: string | undefined;
  /** Prechecks of a project, by name, in addition to those of the catalog. They must change nothing. */
  readonly prechecks?: Readonly<Record<string, Check>> | undefined;
  /** Attempts of a request that may be repeated, the first one included. Default: 8. */
  readonly maxAttempts?: number | undefined;
}
