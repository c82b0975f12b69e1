/** Types in the protected header (RFC 8725, explicit typing), so that a token of one kind is not accepted as another. */
export const TOKEN_TYPES = {
  identity: 'agent-safe-identity+jwt',
  delegation: 'agent-safe-delegation+jwt',
  ticket: 'agent-safe-ticket+jwt',
} as const;
export type TokenKind = keyof typeof TOKEN_TYPES;

/** Key that signs tokens: an Ed25519 key pair in JWK form, or a secret shared with the verifiers. */
export type SigningKey =
  | { readonly alg: 'EdDSA'; readonly kid: string; readonly d: string; readonly x: string }
  | { readonly alg: 'HS256'; readonly secret: Uint8Array };

/** Key that verifies tokens. */
export type VerificationKey =
  | {
      readonly alg: 'EdDSA';
      readonly kid: string;
      readonly x: string;
      /** Time from which the key verifies nothing, in milliseconds since 1970, UTC. Default: never. */
      readonly verifiesUntil?: number | undefined;
    }
  | {
      readonly alg: 'HS256';
      readonly secret: Uint8Array;
      /** Whether it also verifies tokens that Agent-Safe 0.11 signed. */
      readonly acceptsLegacy: boolean;
    };

export interface TokenHeader {
  readonly alg: 'EdDSA' | 'HS256';
  readonly typ: string;
  readonly kid?: string;
}

/** Returns the header for tokens of a kind. */
export function tokenHeader(kind: TokenKind, key: SigningKey): TokenHeader {
  const typ = TOKEN_TYPES[kind];
  return key.alg === 'EdDSA' ? { alg: key.alg, typ, kid: key.kid } : { alg: key.alg, typ };
}
