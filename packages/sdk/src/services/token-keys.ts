import { AgentSafeError } from '@agent-safe/core';
import { signingKey, type TokenKey, verificationKeys } from '@agent-safe/registry/open';
import { importSigningKey, readSigningSecret, type SigningKey, type VerificationKey } from '@agent-safe/tokens';

/** A secret that signers and verifiers share, as in Agent-Safe 0.11. */
export interface SharedSecret {
  /** At least 32 bytes. */
  readonly signingKey?: string | Uint8Array | undefined;
  /** Whether tokens that Agent-Safe 0.11 signed with the secret are accepted; true by default. */
  readonly legacyTokens?: boolean | undefined;
}

/**
 * The keys that sign and verify tokens. Keys of the project sign. The shared secret signs only if the project has no
 * keys, not if its keys have expired.
 */
export class TokenKeys {
  readonly #read: () => readonly TokenKey[];
  readonly #fixed: readonly VerificationKey[];
  readonly #secret: Extract<VerificationKey, { readonly alg: 'HS256' }> | undefined;
  #tokens: readonly TokenKey[] = [];
  #verification: readonly VerificationKey[];
  #signing: SigningKey | undefined;

  /**
   * @param read returns the current keys of the project, and the same list until they change
   * @param trusted further keys that verify
   * @throws AgentSafeError ERR_KEYS_INVALID for a shared secret shorter than 32 bytes
   */
  constructor(
    read: () => readonly TokenKey[],
    { legacyTokens, signingKey: secret }: SharedSecret = {},
    trusted: readonly VerificationKey[] = [],
  ) {
    this.#read = read;
    if (secret !== undefined) {
      this.#secret = { alg: 'HS256', secret: readSigningSecret(secret), acceptsLegacy: legacyTokens ?? true };
    }
    this.#fixed = [...trusted, ...(this.#secret === undefined ? [] : [this.#secret])];
    this.#verification = this.#fixed;
  }

  get verification(): readonly VerificationKey[] {
    const tokens = this.#read();
    if (tokens !== this.#tokens) {
      this.#tokens = tokens;
      this.#verification = [...verificationKeys(tokens), ...this.#fixed];
    }
    return this.#verification;
  }

  /** Whether any key verifies callers. */
  get hasKeys(): boolean {
    return this.verification.length > 0;
  }

  /**
   * Returns the current signing key, and the same object until it changes.
   *
   * @throws AgentSafeError ERR_KEYS_INVALID if the key pair is damaged
   */
  signing(now: number): SigningKey | undefined {
    const tokens = this.#read();
    const key = tokens.length === 0 ? this.#secret : signingKey(tokens, now);
    const isSame = key?.alg === 'EdDSA' && this.#signing?.alg === 'EdDSA' && key.x === this.#signing.x;
    if (isSame) return this.#signing;
    // Throws for a damaged pair, before it signs a token.
    if (key?.alg === 'EdDSA') importSigningKey(key);
    this.#signing = key;
    return key;
  }

  /** @throws AgentSafeError ERR_KEYS_INVALID if there is no signing key */
  requireSigning(now: number): SigningKey {
    const key = this.signing(now);
    if (key !== undefined) return key;
    const summary =
      'There is no key that signs tokens. Run "agent-safe keys generate", and set "keys" in agent-safe.yaml to the key file.';
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
}
