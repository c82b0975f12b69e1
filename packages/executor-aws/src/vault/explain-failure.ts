import { quote, type Refused } from '@agent-safe/core';
import { ApiError, RequestNotSent } from '../api/api-error.ts';
import { isMissing, type VaultAccount, type VaultRole } from './vault-account.ts';

/** Why the vault cannot issue credentials. */
type VaultFailureCode =
  | 'access_denied'
  | 'clock_skewed'
  | 'credentials_expired'
  | 'credentials_invalid'
  | 'credentials_missing'
  | 'duration_too_long'
  | 'external_id_wrong'
  | 'policy_too_large'
  | 'region_disabled'
  | 'role_missing'
  | 'source_identity_denied'
  | 'tags_denied'
  | 'trust_policy_denies'
  | 'unavailable';

type Failure = Refused<VaultFailureCode>;

/** Codes of STS with a part of the message, and their meaning. */
const KNOWN: readonly (readonly [RegExp, RegExp, VaultFailureCode, string])[] = [
  [
    /^(RequestExpired|RequestInTheFuture|RequestTimeTooSkewed)$/,
    /(?:)/,
    'clock_skewed',
    'Correct the clock of this machine.',
  ],
  [
    /^SignatureDoesNotMatch$/,
    /^Signature (expired|not yet current)/i,
    'clock_skewed',
    'Correct the clock of this machine.',
  ],
  [
    /^(ExpiredToken|ExpiredTokenException)$/,
    /(?:)/,
    'credentials_expired',
    'Renew the credentials of the vault, for example with "aws sso login".',
  ],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidIdentityToken(Exception)?|IncompleteSignature)$/,
    /(?:)/,
    'credentials_invalid',
    'Check the credentials of the vault. A region that is not enabled for the account answers the same.',
  ],
  [
    /^RegionDisabledException$/,
    /(?:)/,
    'region_disabled',
    'Activate STS in this region in the account settings of IAM.',
  ],
  [/^PackedPolicyTooLarge(Exception)?$/, /(?:)/, 'policy_too_large', 'Declare fewer or shorter resources.'],
  [
    /^ValidationError$/,
    /DurationSeconds/,
    'duration_too_long',
    'Raise the maximum session duration of the role, or shorten the "ttl" of the action. A role that assumes a role gets one hour at most.',
  ],
  [
    /^AccessDenied/,
    /sts:AssumeRoleWithWebIdentity/,
    'credentials_invalid',
    "Check the trust policy of the vault's own role.",
  ],
  [/^AccessDenied/, /sts:TagSession/, 'tags_denied', 'Allow sts:TagSession in the trust policy of the role.'],
  [
    /^AccessDenied/,
    /sts:SetSourceIdentity/,
    'source_identity_denied',
    'Allow sts:SetSourceIdentity in the trust policy of the role.',
  ],
];

/**
 * Explains why the role cannot be assumed. STS gives the same answer for a missing role, a trust policy and an external id, so the
 * role is read, where the vault may.
 */
export async function explainFailure(error: unknown, role: VaultRole, account: VaultAccount): Promise<Failure> {
  const said = error instanceof Error ? error.message : String(error);
  const say = (code: VaultFailureCode, what: string): Failure => ({
    ok: false,
    code,
    reason: `${what} AWS said: ${said}`,
  });
  if (error instanceof RequestNotSent) {
    const advice = 'Configure a profile, a web identity or another source of the AWS SDK for the vault.';
    return { ok: false, code: 'credentials_missing', reason: `${said} ${advice}` };
  }
  if (!(error instanceof ApiError) || error.code === undefined || error.status === undefined)
    return say('unavailable', 'STS could not be asked.');
  const { code, message } = error;
  const text = message.slice(code.length + 2);
  const known = KNOWN.find(([codes, part]) => codes.test(code) && part.test(text));
  if (known !== undefined) return say(known[2], known[3]);
  if (!/^AccessDenied/.test(code)) return say('unavailable', 'STS refused the request.');
  return explainDenial(role, account, say);
}

async function explainDenial(
  { external_id, role_arn }: VaultRole,
  account: VaultAccount,
  say: (code: VaultFailureCode, what: string) => Failure,
): Promise<Failure> {
  let trustPolicy: string;
  try {
    ({ trustPolicy } = await account.readRole());
  } catch (error) {
    if (isMissing(error)) return say('role_missing', `The role ${quote(role_arn)} does not exist.`);
    const advice =
      'Either it does not exist, or its trust policy does not allow the vault, or the external id is wrong.';
    return say(
      'access_denied',
      `The role ${quote(role_arn)} cannot be assumed. ${advice} The vault may not read the role.`,
    );
  }
  const wanted = trustPolicy.includes('sts:ExternalId');
  if (wanted && (external_id === undefined || !trustPolicy.includes(JSON.stringify(external_id)))) {
    const how = external_id === undefined ? 'requires an external id' : 'requires another external id';
    return say('external_id_wrong', `The trust policy of ${quote(role_arn)} ${how}. Set "external_id".`);
  }
  const advice = 'Allow the account of the vault in its trust policy, and sts:AssumeRole in the policies of the vault.';
  return say('trust_policy_denies', `The role ${quote(role_arn)} does not allow the vault to assume it. ${advice}`);
}
