import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { onTestFinished } from 'vitest';
import { AwsStsVault, type AwsStsVaultOptions } from '../../../src/index.ts';
import { REGION } from './leases.ts';
import { ACCOUNT, openStandInAws, ROLE_ARN } from './stand-in-aws.ts';

/** Sets variables of the environment until the end of the test. Undefined removes a variable. */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = (entries: readonly (readonly [string, string | undefined])[]) => {
    for (const [name, value] of entries) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(Object.entries(variables));
  onTestFinished(() => set(before));
}

/** Lets the SDK find these keys, and no others of this machine. */
export function useKeys(accessKey: string | undefined, config = ''): void {
  const folder = makeFolder();
  const files = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
  writeFileSync(files.AWS_CONFIG_FILE, config);
  writeFileSync(files.AWS_SHARED_CREDENTIALS_FILE, '');
  setEnvironment({
    ...files,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: accessKey === undefined ? undefined : 'secret-key-of-the-vault',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_ENDPOINT_URL: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
}

/** Opens a vault on the stand-in for AWS. */
export async function openVault(
  options: Partial<AwsStsVaultOptions> = {},
  account: Readonly<Record<string, string>> = {},
) {
  const aws = await openStandInAws();
  useKeys('AKIAVAULT');
  const accounts = {
    test: { account_id: ACCOUNT, region: REGION, role_arn: ROLE_ARN, endpoint_url: aws.url, ...account },
  };
  const settings = { accounts, ...options };
  return { ...aws, settings, vault: new AwsStsVault(settings) };
}
