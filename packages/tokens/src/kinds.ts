/** What a token says it is, in its protected header (RFC 8725, explicit typing), so that none is taken for another. */
export const TOKEN_TYPES = {
  identity: 'agent-safe-identity+jwt',
  delegation: 'agent-safe-delegation+jwt',
  ticket: 'agent-safe-ticket+jwt',
} as const;
export type TokenKind = keyof typeof TOKEN_TYPES;

/** Signs tokens: an Ed25519 key as a JSON Web Key has it, or a secret that is shared with those who verify. */
export type SigningKey =
  | { readonly alg: 'EdDSA'; readonly kid: string; readonly d: string; readonly x: string }
  | { readonly alg: 'HS256'; readonly secret: Uint8Array };

/** Tells whether a token is genuine. */
export type VerificationKey =
  | {
      readonly alg: 'EdDSA';
      readonly kid: string;
      readonly x: string;
      /** Milliseconds since 1970, UTC; from then on it verifies nothing. */
      readonly verifiesUntil?: number | undefined;
    }
  | {
      readonly alg: 'HS256';
      readonly secret: Uint8Array;
      /** Whether it also verifies what Agent-Safe 0.11 signed. */
      readonly acceptsLegacy: boolean;
    };

export interface TokenHeader {
  readonly alg: 'EdDSA' | 'HS256';
  readonly typ: string;
  readonly kid?: string;
}

/** The header that tokens of a kind have. */
export function tokenHeader(kind: TokenKind, key: SigningKey): TokenHeader {
  const typ = TOKEN_TYPES[kind];
  return key.alg === 'EdDSA' ? { alg: key.alg, typ, kid: key.kid } : { alg: key.alg, typ };
}
