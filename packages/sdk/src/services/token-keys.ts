import { AgentSafeError } from '@agent-safe/core';
import { signingKey, type TokenKey, verificationKeys } from '@agent-safe/registry/open';
import { importSigningKey, readSigningSecret, type SigningKey, type VerificationKey } from '@agent-safe/tokens';

/** A secret that is shared with those who verify, as Agent-Safe 0.11 had it. */
export interface SharedSecret {
  /** At least 32 bytes. */
  readonly signingKey?: string | Uint8Array | undefined;
  /** Whether tokens count that Agent-Safe 0.11 signed with it. Yes where it is left out. */
  readonly legacyTokens?: boolean | undefined;
}

/**
 * The keys that sign and verify tokens. Those of the project sign; a shared secret signs where the project has none, and
 * never because theirs are over.
 */
export class TokenKeys {
  readonly #read: () => readonly TokenKey[];
  readonly #fixed: readonly VerificationKey[];
  readonly #secret: Extract<VerificationKey, { readonly alg: 'HS256' }> | undefined;
  #tokens: readonly TokenKey[] = [];
  #verification: readonly VerificationKey[];
  #signing: SigningKey | undefined;

  /**
   * @param read the keys of the project as they are now; the same list as long as they are the same
   * @param trusted verify beside them
   * @throws AgentSafeError ERR_KEYS_INVALID for a shared secret that is shorter than 32 bytes
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

  /** Whether callers can be verified at all. */
  get hasKeys(): boolean {
    return this.verification.length > 0;
  }

  /**
   * The key that signs now; the same object as long as it is the same key.
   *
   * @throws AgentSafeError ERR_KEYS_INVALID where its pair is damaged
   */
  signing(now: number): SigningKey | undefined {
    const tokens = this.#read();
    const key = tokens.length === 0 ? this.#secret : signingKey(tokens, now);
    const isSame = key?.alg === 'EdDSA' && this.#signing?.alg === 'EdDSA' && key.x === this.#signing.x;
    if (isSame) return this.#signing;
    // A damaged pair is found before anything is signed with it.
    if (key?.alg === 'EdDSA') importSigningKey(key);
    this.#signing = key;
    return key;
  }

  /** @throws AgentSafeError ERR_KEYS_INVALID where there is none */
  requireSigning(now: number): SigningKey {
    const key = this.signing(now);
    if (key !== undefined) return key;
    const summary =
      'There is no key that signs tokens. Let "agent-safe keys generate" make one, and name the file of keys in agent-safe.yaml.';
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
}
