import type { CredentialLease } from '@agent-safe/core';
import type { AccountSettings } from './account-settings.ts';
import { RequestNotSent } from './api-error.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { createClient } from './client-factory.ts';
import { loadService } from './services.ts';

/** Reads the credentials of a lease of type `aws`. @throws RequestNotSent */
export function leaseCredentials({ type, values }: CredentialLease): AwsCredentials {
  const { access_key_id, secret_access_key, session_token } = values;
  if (type !== 'aws' || !access_key_id || !secret_access_key) {
    throw new RequestNotSent(`The credentials of the execution are not for AWS: their type is "${type}".`);
  }
  return {
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    ...(session_token !== undefined && { sessionToken: session_token }),
  };
}

/** Seconds of a session of the role: the longest that every role permits, also with credentials of another role. */
const SESSION_SECONDS = 3_600;
/** Assuming a role changes nothing, so the SDK may repeat it. */
const SOURCE_ATTEMPTS = 3;
/** Milliseconds before the end of a session at which the role is assumed again. */
const EARLY = 60_000;

/**
 * Opens the credentials of an account for executions without a lease, and for dry runs: those that the SDK finds in the environment or in
 * a profile, or a session of the configured role.
 *
 * @throws RequestNotSent if the client of STS is not installed
 */
export async function openSource({
  endpoint_url: endpoint,
  external_id,
  profile,
  region,
  role_arn,
}: AccountSettings): Promise<() => Promise<AwsCredentials>> {
  const client = await createClient('sts', { region, endpoint, profile, maxAttempts: SOURCE_ATTEMPTS });
  // The client caches the credentials, and reads them again before they expire.
  const own = async (): Promise<AwsCredentials> => client.config.credentials();
  if (role_arn === undefined) return own;
  let session: { readonly credentials: AwsCredentials; readonly until: number } | undefined;
  return async () => {
    if (session !== undefined && Date.now() < session.until - EARLY) return session.credentials;
    const { AssumeRoleCommand } = await loadService('sts');
    const { Credentials } = await client.send(
      new AssumeRoleCommand({
        RoleArn: role_arn,
        RoleSessionName: 'agent-safe',
        DurationSeconds: SESSION_SECONDS,
        ExternalId: external_id,
      }),
    );
    if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined) {
      throw new RequestNotSent('STS returned no credentials for the role.');
    }
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    session = { credentials, until: Credentials.Expiration?.getTime() ?? 0 };
    return credentials;
  };
}
