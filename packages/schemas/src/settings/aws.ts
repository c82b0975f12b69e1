import { ACCOUNT_PATTERN, ROLE_ARN_PATTERN, URL_PATTERN } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, text, withDefault } from '../zod/schema-helpers.ts';

const account = mapping({
  account_id: z
    .string()
    .regex(ACCOUNT_PATTERN, 'must be the 12 digits of an AWS account, in quotes')
    .describe('AWS account: 12 digits, in quotes. STS must report this account before a ticket is used.'),
  region: name.describe('AWS region, such as eu-west-1. An account in two regions needs two entries.'),
  role_arn: optional(text.regex(ROLE_ARN_PATTERN, 'must be the ARN of an IAM role')).describe(
    'Role that the runner assumes in the account for checks, dry runs and executions without a vault. Default: no role.',
  ),
  external_id: optional(text).describe('External id that the trust policy of the role requires. Default: none.'),
  endpoint_url: optional(text.regex(URL_PATTERN, 'must be an http or https URL')).describe(
    'Address of another API than AWS, such as a server for tests. Default: the endpoints of AWS.',
  ),
  profile: optional(name).describe(
    'Profile in the shared configuration files of AWS. Default: the sources of the SDK.',
  ),
});

/** Settings of @agent-safe/executor-aws. They are under `runner`, beside the settings of the runner. */
export const awsSettings = {
  accounts: withDefault(z.record(z.string(), account), {}).describe(
    'AWS accounts, by any names. The scope of a target finds its entry by account and region. Default: none.',
  ),
};

const vaultAccount = mapping({
  role_arn: optional(text.regex(ROLE_ARN_PATTERN, 'must be the ARN of an IAM role')).describe(
    'Role whose sessions executions get. It needs the permissions of all actions.',
  ),
  external_id: optional(text).describe('External id that the trust policy of the role requires. Default: none.'),
  profile: optional(name).describe(
    'Profile of the credentials of the vault, in the shared configuration files of AWS. Default: the sources of the SDK.',
  ),
});

/** The schema of the vault that issues sessions of a role. Its accounts are those of the runner. */
export const awsVaultSchema = mapping({
  backend: z
    .literal('aws-sts')
    .describe('Kind of vault. aws-sts issues a session of a role with the exact permissions of each execution.'),
  revoke: withDefault(z.boolean(), true).describe(
    'Whether a policy of the role ends each session after its run. Otherwise sessions end by themselves after 15 minutes. Default: true.',
  ),
  accounts: withDefault(z.record(z.string(), vaultAccount), {}).describe(
    'Role and profile of the vault, by the name of the account. Default: those in "runner.accounts".',
  ),
});

/** An AWS account in one region. */
export interface AccountSettings {
  /** 12 digits. */
  readonly account_id: string;
  readonly region: string;
  readonly role_arn?: string;
  readonly external_id?: string;
  readonly endpoint_url?: string;
  readonly profile?: string;
}

export interface AwsSettings {
  readonly accounts: Readonly<Record<string, AccountSettings>>;
}

/** Settings of the vault that issues sessions of a role. */
export interface AwsVaultSettings {
  readonly backend: 'aws-sts';
  readonly revoke: boolean;
  readonly accounts: Readonly<Record<string, Pick<AccountSettings, 'external_id' | 'profile' | 'role_arn'>>>;
}
