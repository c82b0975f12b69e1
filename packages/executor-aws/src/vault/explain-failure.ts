import { quote, type Refused } from '@agent-safe/core';
import { ApiError, RequestNotSent } from '../api/api-error.ts';
import { awsSaid } from './message-of.ts';
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

const CLOCK = 'The clock of this machine differs from that of AWS. Correct the clock.';

/** Codes of STS with a part of the message, and their meaning. */
const KNOWN: readonly (readonly [code: RegExp, part: RegExp, VaultFailureCode, reason: string])[] = [
  [/^(?:RequestExpired|RequestInTheFuture|RequestTimeTooSkewed)$/, /(?:)/, 'clock_skewed', CLOCK],
  [/^SignatureDoesNotMatch$/, /^Signature (?:expired|not yet current)/i, 'clock_skewed', CLOCK],
  [
    /^ExpiredToken/,
    /(?:)/,
    'credentials_expired',
    'The credentials of the vault have expired. Renew them, for example with "aws sso login".',
  ],
  [
    /^(?:InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidIdentityToken|IncompleteSignature)/,
    /(?:)/,
    'credentials_invalid',
    'AWS does not accept the credentials of the vault. Check them, and whether the region is enabled for the account.',
  ],
  [
    /^AccessDenied/,
    /sts:AssumeRoleWithWebIdentity/,
    'credentials_invalid',
    "The vault's own role does not trust its web identity. Correct the trust policy of that role.",
  ],
  [
    /^RegionDisabled/,
    /(?:)/,
    'region_disabled',
    'STS is not active in this region. Activate STS in the account settings of IAM.',
  ],
  [
    /^PackedPolicyTooLarge/,
    /(?:)/,
    'policy_too_large',
    'The session policy and the tags are too large together. Declare fewer or shorter resources.',
  ],
  [
    /^ValidationError/,
    /DurationSeconds/,
    'duration_too_long',
    'The role allows no session of this length. Raise its maximum session duration, or shorten the "ttl" of the action. A role that assumes a role gets one hour at most.',
  ],
  [
    /^AccessDenied/,
    /sts:TagSession/,
    'tags_denied',
    'The role does not allow session tags. Allow sts:TagSession in its trust policy.',
  ],
  [
    /^AccessDenied/,
    /sts:SetSourceIdentity/,
    'source_identity_denied',
    'The role does not allow a source identity. Allow sts:SetSourceIdentity in its trust policy.',
  ],
];

/**
 * Explains why the role cannot be assumed. STS gives the same answer for a missing role, a trust policy and an external id, so the
 * role is read, where the vault may.
 */
export async function explainFailure(error: unknown, role: VaultRole, account: VaultAccount): Promise<Failure> {
  const say = (code: VaultFailureCode, what: string): Failure => ({
    ok: false,
    code,
    reason: `${what} ${awsSaid(error)}`,
  });
  if (error instanceof RequestNotSent) {
    if (!error.message.startsWith('No AWS credentials'))
      return { ok: false, code: 'unavailable', reason: error.message };
    const advice = 'Configure a profile, a web identity or another source of the AWS SDK for the vault.';
    return { ok: false, code: 'credentials_missing', reason: `${error.message} ${advice}` };
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
