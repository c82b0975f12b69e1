/** Signature algorithms with a public key. A shared secret would let every verifier forge tokens. */
export const ISSUER_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type IssuerAlgorithm = (typeof ISSUER_ALGORITHMS)[number];

/** An issuer of tokens that agents may use instead of identity tokens. */
export interface TrustedIssuer {
  /** Names the issuer in the log and in errors, and is the default prefix of its agent ids. */
  readonly name: string;
  /** The claim `iss`, exactly. */
  readonly issuer: string;
  /** The claim `aud` must be or hold this text. */
  readonly audience: string;
  readonly kind: 'kubernetes' | 'oidc';
  /** Where the keys are. Default: from the discovery document of the issuer; for Kubernetes, the API server of the cluster. */
  readonly jwks_uri?: string;
  /**
   * The agent id after the prefix, with claims in braces: `{sub}`, `{repository}/{environment}`. For Kubernetes, `{namespace}` and
   * `{name}` of the service account are known, too. Default: `{sub}`; for Kubernetes `{namespace}/{name}`.
   */
  readonly agent_id?: string;
  /** Begins every agent id of this issuer. Default: the name and a colon. */
  readonly prefix?: string;
  /** Whether agent ids have no prefix, so that they may equal those of identity tokens. Default: false. */
  readonly shares_agent_ids?: boolean;
  /** Claim with the roles: its name, or a path such as `realm_access.roles`. Default: no roles. */
  readonly roles?: string;
  /** Claim with the groups. Default: no groups; for Kubernetes those of the service account. */
  readonly groups?: string;
  /** Default: RS256, ES256 and EdDSA. */
  readonly algorithms?: readonly IssuerAlgorithm[];
  /** Whether the keys may be at a private address. Default: false; for Kubernetes true. */
  readonly allow_private?: boolean;
  /** File with the certificate of the authority of the server with the keys. PEM. */
  readonly ca_file?: string;
  /** File with the bearer token that the server with the keys expects. It is sent only to `jwks_uri`. */
  readonly token_file?: string;
}
